using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Coterie.Actors.Nodes;
using Coterie.Actors.Text;
using Coterie.Actors.Wire;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// The client of a memory on another node, and for that memory the holder of locks: finds the memory, sends commands, and gives
/// each answer to whoever asked. A memory that is not there yet is waited for. When the connection is lost, whoever waits for an
/// answer gets <see cref="NoAnswer"/>; commands that were not sent yet go on waiting for the memory, and operations wait to be
/// sent again. When the session stops or
/// fails, all calls are answered; it is not restarted, since a new instance would not know which locks it holds.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    /// <summary>
    /// The most acquires that wait to be withdrawn until the memory is found again. Locks of further ones end with their leases.
    /// </summary>
    public const int MostWithdrawn = 1000;

    private const string NodeStopped = "this client's node has stopped";
    private const string ConnectionLost = "the connection was lost";
    private const int LongestReason = 200;

    // A question may be lost; the memory may be starting just now.
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(250);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Address _node;
    private readonly string _place;
    private readonly Action<string>? _waiting;
    private readonly Action<ActorSystem>? _ended;
    private readonly ActorSelection _selection;
    private readonly PendingCalls _calls = new();
    private readonly ServerSearch _search = new();
    private readonly KnownServer _server;
    private readonly TimeProvider _time;
    private readonly HeldLocks _held;
    private readonly List<Release> _withdrawn = []; // to be sent when the memory is found
    private readonly RareWarning _overflow;
    private IActorRef? _memory;
    private IActorRef? _watched; // the memory that the locks are held of
    private string? _spent; // why the two nodes never talk again
    private string _end = NodeStopped;

    public SessionActor(
        Address node, Action<string>? waiting, KnownServer server, TimeProvider time, Action<ActorSystem>? ended)
    {
        (_node, _place, _waiting, _server, _time, _ended) = (node, Node.Text(node), waiting, server, time, ended);
        _selection = Context.ActorSelection(new RootActorPath(node) / "user" / MemoryActor.Name);
        (_held, _overflow) = (new HeldLocks(time, _log), new RareWarning(time));
        Receive<Call>(On);
        Receive<Abandon>(On);
        Receive<Granted>(On, _ => IsFromServer());
        Receive<Expired>(m => OnLeaseOver(m.Id), _ => IsFromServer());
        Receive<IWireMessage>(On, _ => IsFromServer());
        Receive<LeaseDue>(m => OnLeaseOver(m.Id));
        Receive<LimitDue>(On);
        Receive<AskDue>(_ => Ask());
        Receive<Terminated>(On);
        // Anybody may send an identity: only the one of the server counts.
        Receive<ActorIdentity>(On, m => m.Subject is null || m.Subject.Path.Address.Equals(_node));
        Receive<PortFinding>(On);
        Receive<ProbeFailed>(On);
        Receive<ConnectionRefused>(m => FailUnsent($"{_place}: {m.Reason}"));
        Receive<AssociatedEvent>(m => _search.IsConnected |= m.RemoteAddress.Equals(_node));
        Receive<AssociationErrorEvent>(m => OnLost(m.RemoteAddress, ConnectionLost));
        Receive<DisassociatedEvent>(m => OnLost(m.RemoteAddress, ConnectionLost));
        Receive<QuarantinedEvent>(m => OnLost(m.Address, "the connection was given up", isForGood: true));
        Receive<ThisActorSystemQuarantinedEvent>(m => OnLost(m.RemoteAddress, "the server gave this client up", isForGood: true));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string RawPortReason =>
        $"{_place} is a raw port (coterie serve --raw-port): it speaks the old byte protocol alone, and Coterie's clients need "
        + "the server's other port";

    private bool IsSearchNeeded => _calls.HasUnsent || (_held.IsAny && _watched is null);

    /// <summary>How to make one.</summary>
    /// <param name="node">The server.</param>
    /// <param name="waiting">
    /// Gets the reason when calls begin to wait for the memory, once per search, on any thread; null: nobody.
    /// </param>
    /// <param name="server">What is known of the server; null: nothing.</param>
    /// <param name="time">The clock of leases; null: the machine's.</param>
    /// <param name="ended">
    /// Gets the session's system when the session has stopped and answered all calls that it took; a call that is not answered by
    /// then was not taken. On any thread, at least once. Null: nobody.
    /// </param>
    public static Props Props(
        Address node,
        Action<string>? waiting = null,
        KnownServer? server = null,
        TimeProvider? time = null,
        Action<ActorSystem>? ended = null)
    {
        var (known, clock) = (server ?? new KnownServer(), time ?? TimeProvider.System);
        return Akka.Actor.Props.Create(() => new SessionActor(node, waiting, known, clock, ended));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var type in new[]
        {
            typeof(AssociatedEvent), typeof(AssociationErrorEvent), typeof(DisassociatedEvent),
            typeof(QuarantinedEvent), typeof(ThisActorSystemQuarantinedEvent),
        })
        {
            Context.System.EventStream.Subscribe(Self, type);
        }
        if (Node.EndpointOf(_node) is { } server)
        {
            var self = Self; // it is told on any thread
            ExpectedNodes.Of(Context.System).Add([server], (_, reason) => self.Tell(new ConnectionRefused(reason)));
        }
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        _end = $"this client failed: {Printable.Escape(reason.Message, LongestReason).TrimEnd('.')}";
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _held.LoseAll(_end);
        var calls = _calls.All;
        foreach (var pending in calls)
            Answer(pending, new NoAnswer(_end, pending.IsSent, NodeIsSpent: true));
        _log.Debug("The session with {0} has ended; {1} calls waited.", _place, calls.Count);
        _ended?.Invoke(Context.System);
    }

    /// <inheritdoc/>
    protected override void Unhandled(object message)
    {
        RefusalLog.Of(Context.System).Refused(
            $"A {message.GetType().Name} of {Sender.Path} to {Self.Path.Name} was refused: "
            + $"it is not an answer of the memory at {_place}.");
        base.Unhandled(message);
    }

    private bool IsFromServer() => Sender.Path.Address.Equals(_node);

    // ---- calls

    private void On(Call call)
    {
        if (_spent is not null)
        {
            Sender.Tell(new NoAnswer(_spent, IsSent: false, NodeIsSpent: true));
            return;
        }
        if (call.Command is Release release)
        {
            _held.Release(release.Lock);
            Timers.Cancel(new LeaseDue(release.Lock));
        }
        var pending = _calls.Add(call, Sender);
        Timers.StartSingleTimer(call, new LimitDue(call), call.Limit);
        if (!pending.IsToBeSent)
            return;
        if (_memory is not null)
            Send(pending);
        else
            Find();
    }

    private void On(IWireMessage answer)
    {
        if (_calls.Find(answer.Id) is { IsSent: true } pending)
            Answer(pending, answer);
        else
            _log.Debug("{0} {1} came from {2}, and nobody waits for it any more.", answer.GetType().Name, answer.Id, _place);
    }

    private void On(Abandon message)
    {
        if (_calls.Remove(message.Call) is { Command: var pending })
        {
            Timers.Cancel(message.Call);
            if (!pending.IsAwaited)
                GiveUp(pending);
        }
        else if (_held.WasAcquiredBy(message.Call))
        {
            // It was granted just before: nobody knows of the lock.
            _held.Release(message.Call.Id);
            Timers.Cancel(new LeaseDue(message.Call.Id));
            Withdraw((IVariableCommand)message.Call.Command!);
        }
        EndSearchIfNeedless();
    }

    private void On(LimitDue tick)
    {
        if (_calls.Remove(tick.Call) is not ({ } pending, { } asker))
            return; // it was answered just now
        if (!pending.IsAwaited)
            GiveUp(pending);
        var time = string.Create(CultureInfo.InvariantCulture, $"{tick.Call.Limit.TotalSeconds:0.###} s");
        var reason = pending.IsSent || _search.Trouble is null
            ? $"{_place}: nothing came within {time}"
            : $"{_search.Trouble}, for {time}";
        asker.Tell(new NoAnswer(reason, pending.IsSent));
        // It may be another memory by now, at the same place: the next command looks for it again.
        if (pending.IsSent)
            Forget();
        EndSearchIfNeedless();
    }

    private void Send(PendingCommand pending)
    {
        if (pending.Command is { } command)
        {
            _memory!.Tell(command, Self);
            pending.OnSent(_time.GetTimestamp());
        }
        else
        {
            Answer(pending, new Connected());
        }
    }

    private void Answer(PendingCommand pending, object answer)
    {
        _calls.Remove(pending);
        foreach (var (call, asker) in pending.Waiting)
        {
            Timers.Cancel(call);
            asker.Tell(answer);
        }
    }

    private void Fail(PendingCommand pending, object answer)
    {
        GiveUp(pending);
        Answer(pending, answer);
    }

    // An acquire that was sent may still be granted, and nobody would know of the lock: it is withdrawn. Not a renewal: its lock
    // is held.
    private void GiveUp(PendingCommand pending)
    {
        if (pending is { IsSent: true, Command: AcquireRead or AcquireWrite } && !_held.Holds(pending.Id))
            Withdraw((IVariableCommand)pending.Command);
    }

    private void Withdraw(IVariableCommand acquire)
    {
        var release = new Release(-acquire.Id, acquire.Name, acquire.Id);
        if (_memory is not null)
            _memory.Tell(release, Self);
        else if (_withdrawn.Count < MostWithdrawn)
            _withdrawn.Add(release);
        else if (_overflow.IsDue(out var untold))
        {
            _log.Warning(
                "A request for a lock on {0} cannot be withdrawn at {1}, since {2} others wait for that; "
                + "the lock ends with its lease.{3}",
                acquire.Name, _place, MostWithdrawn, RareWarning.Others(untold));
        }
    }

    // ---- locks

    private void On(Granted granted)
    {
        if (_calls.Find(granted.Id) is not { IsSent: true, First.Held: { } held } pending)
        {
            On((IWireMessage)granted);
            return;
        }
        switch (_held.On(pending, granted.Lease, canAsk: _memory is not null))
        {
            case HeldLocks.Grant.AskAgain:
                Send(pending);
                break;
            case HeldLocks.Grant.TooLate:
                Timers.Cancel(new LeaseDue(granted.Id));
                Fail(pending, new Refused(granted.Id, new Refusal.NotHeld()));
                break;
            default:
                WatchMemory();
                Timers.StartSingleTimer(new LeaseDue(granted.Id), new LeaseDue(granted.Id), held.Remaining);
                Answer(pending, granted);
                break;
        }
    }

    private void OnLeaseOver(long id)
    {
        Timers.Cancel(new LeaseDue(id));
        if (!_held.Lose(id, HeldLocks.LeaseOver))
            _log.Debug("The lease of lock {0} ran out, and the lock was not held any more.", id);
        EndSearchIfNeedless();
    }

    // If the memory is not known at the moment, it is watched as soon as it is found.
    private void WatchMemory()
    {
        if (_memory is not null)
            Context.Watch(_watched = _memory);
        else
            Find();
    }

    private void On(Terminated message)
    {
        if (!message.ActorRef.Equals(_watched))
            return; // a memory that no lock is held of any more
        _watched = null;
        _log.Info("The memory at {0} is gone.", _place);
        _held.LoseAll($"{_place} is gone");
        if (message.ActorRef.Equals(_memory))
            Forget();
    }

    // ---- the search for the memory

    private void Find()
    {
        if (_search.TryBegin())
            Ask();
    }

    private void Ask()
    {
        _selection.Tell(new Identify(_search.Question), Self);
        Timers.StartSingleTimer(AskDue.Instance, AskDue.Instance, AskInterval);
        if (_search.OnAsked())
            Probe();
    }

    private void EndSearchIfNeedless()
    {
        if (_search.IsOn && !IsSearchNeeded)
            EndSearch();
    }

    private void EndSearch()
    {
        Timers.Cancel(AskDue.Instance);
        _search.End();
    }

    private void Forget()
    {
        _memory = null;
        _search.Supersede();
    }

    private void On(ActorIdentity identity)
    {
        if (!_search.IsAnsweredBy(identity))
            return; // the answer to a question that was asked twice, or for a search that is over
        if (identity.Subject is { } memory)
            OnFound(memory);
        else if (_search.IsConnected) // if not, it is this node that says so, of a node that cannot be reached at present
            OnTrouble($"{_place} has no shared memory");
    }

    private void OnFound(IActorRef memory)
    {
        _memory = memory;
        _log.Info("The memory at {0} is found.", _place);
        if (_server.IsAnother(memory.Path))
        {
            _log.Info("The server at {0} was restarted.", _place);
            _held.LoseAll($"{_place} was restarted");
            foreach (var sent in _calls.All.Where(pending => pending.IsSent))
                Fail(sent, new NoAnswer($"{_place} was restarted", IsSent: true));
            _withdrawn.Clear();
            if (_watched is not null)
                Context.Unwatch(_watched);
            _watched = null;
        }
        EndSearch();
        if (_held.IsAny)
            WatchMemory();
        foreach (var release in _withdrawn)
            memory.Tell(release, Self);
        _withdrawn.Clear();
        foreach (var pending in _calls.Unsent)
            Send(pending);
    }

    private void OnTrouble(string reason)
    {
        if (!_search.IsToBeTold(reason, _calls.HasUnsent))
            return;
        _log.Info("Calls wait for the memory: {0}.", reason);
        try
        {
            _waiting?.Invoke(reason);
        }
        catch (Exception failure)
        {
            // The application's own code failed; the calls go on waiting.
            _log.Error(failure, "What the client calls while it waits for {0} failed.", _place);
        }
    }

    private void Probe()
    {
        if (_search.IsProbing || Node.EndpointOf(_node) is not { } endpoint)
            return;
        _search.IsProbing = true;
        PortProbe.LookAsync(endpoint, Node.IsEncrypted(_node)).PipeTo(Self, failure: cause => new ProbeFailed(cause));
    }

    private void On(PortFinding finding)
    {
        _search.IsProbing = false;
        if (_memory is not null)
            return; // it was found meanwhile
        switch (finding)
        {
            case PortFinding.RawPort:
                FailUnsent(RawPortReason);
                break;
            case PortFinding.Closed closed:
                OnTrouble($"{_place}: {closed.Reason}");
                break;
            default:
                _search.IsToBeTold(null, somebodyWaits: false);
                break;
        }
    }

    private void FailUnsent(string reason)
    {
        foreach (var pending in _calls.Unsent)
            Fail(pending, new NoAnswer(reason, pending.IsSent));
        EndSearchIfNeedless();
    }

    private void On(ProbeFailed failure)
    {
        _search.IsProbing = false;
        _log.Warning(failure.Cause, "The port of {0} could not be looked at.", _place);
    }

    private void OnLost(Address node, string reason, bool isForGood = false)
    {
        if (!node.Equals(_node))
            return;
        if (_search.IsConnected || _memory is not null || isForGood)
            _log.Info("{0}: {1}.", _place, reason);
        _search.IsConnected = false;
        Forget();
        if (isForGood)
            _spent = $"{_place}: {reason}";
        foreach (var pending in _calls.All.Where(pending => isForGood || (pending.IsSent && !pending.TrySendAgain())))
            Fail(pending, new NoAnswer($"{_place}: {reason}", pending.IsSent, isForGood));
        if (!IsSearchNeeded)
        {
            EndSearch();
            return;
        }
        Find();
        Probe();
    }

    private sealed record LeaseDue(long Id);

    private sealed record LimitDue(Call Call);

    private sealed record ProbeFailed(Exception Cause);

    private sealed record ConnectionRefused(string Reason);

    private sealed record AskDue
    {
        public static AskDue Instance { get; } = new();
    }
}
