using System.Globalization;
using Akka.Actor;
using Akka.Remote;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Memory;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// A client of the memory on another node, and for it the holder of locks: finds the memory, sends commands, and hands each answer to who asked. A
/// memory that is not there yet is waited for. When the connection is lost, whoever waits for an answer is told; commands that were not sent yet go
/// on waiting for the memory.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    // A question may be lost; the memory may be starting just now.
    private static readonly TimeSpan FindInterval = TimeSpan.FromMilliseconds(250);

    // A node answers sooner; a port that takes the connection and never does may be another kind of port.
    private const int QuestionsBeforeProbe = 4;

    private const int MostAbandoned = 1000;

    // Of a lock that was waited for longer than this part of its lease, the lease is asked for anew: nobody knows when in that time it began.
    private const int LongWait = 4;

    private readonly Address _node;
    private readonly Action<string>? _waiting;
    private readonly ActorSelection _selection;
    private readonly Dictionary<long, Pending> _pending = [];

    // Acquires that were sent and that nobody waits for any more: to be given up wherever they are. What does not fit ends with its lease.
    private readonly List<IVariableCommand> _abandoned = [];
    private readonly HeldLocks _held = new();
    private readonly KnownServer _server;
    private readonly TimeProvider _time;
    private IActorRef? _memory;
    private IActorRef? _watched; // the memory that the locks are held of

    // The search for the memory: its number, so that an answer to an earlier one is not taken for one to this; the questions asked; why it takes long.
    private long _search;
    private int _questions;
    private string? _trouble;
    private bool _isToldOfTrouble;
    private bool _isAssociated;
    private bool _isProbing;

    public SessionActor(Address node, Action<string>? waiting, KnownServer server, TimeProvider time)
    {
        (_node, _waiting, _server, _time) = (node, waiting, server, time);
        _selection = Context.ActorSelection(new RootActorPath(node) / "user" / MemoryActor.Name);
        Receive<ICall>(On);
        Receive<Abandon>(On);
        Receive<Granted>(On);
        Receive<Expired>(m => Lose(m.Id, "its lease ran out"));
        Receive<LeaseDue>(m => Lose(m.Id, "its lease ran out"));
        Receive<Terminated>(On);
        Receive<IWireMessage>(On);
        Receive<FindDue>(_ => Ask());
        // Only the server says where its memory is: anybody may send an identity.
        Receive<ActorIdentity>(On, m => m.Subject is null || m.Subject.Path.Address.Equals(_node));
        Receive<LimitDue>(On);
        Receive<PortFinding>(On);
        Receive<AssociatedEvent>(m => _isAssociated |= m.RemoteAddress.Equals(_node));
        Receive<AssociationErrorEvent>(m => Lost(m.RemoteAddress, "the connection was lost"));
        Receive<DisassociatedEvent>(m => Lost(m.RemoteAddress, "the connection was lost"));
        Receive<QuarantinedEvent>(m => Lost(m.Address, "the connection was given up", nodeIsSpent: true));
        Receive<ThisActorSystemQuarantinedEvent>(m => Lost(m.RemoteAddress, "the server gave this client up", nodeIsSpent: true));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private string RawPortReason =>
        $"{Node.Text(_node)} is a raw port (coterie serve --raw-port): it speaks the old byte protocol alone, and Coterie's clients need the server's other port";

    private string Question => string.Create(CultureInfo.InvariantCulture, $"{MemoryActor.Name}-{_search}");

    /// <summary>How to make one.</summary>
    /// <param name="node">The server.</param>
    /// <param name="waiting">Is told why the memory is waited for, once per search, on any thread; null: nobody.</param>
    /// <param name="server">What is known of the server; null: nothing.</param>
    /// <param name="time">The clock of leases; null: the machine's.</param>
    public static Props Props(Address node, Action<string>? waiting = null, KnownServer? server = null, TimeProvider? time = null)
    {
        var (known, clock) = (server ?? new KnownServer(), time ?? TimeProvider.System);
        return Akka.Actor.Props.Create(() => new SessionActor(node, waiting, known, clock));
    }

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
    }

    protected override void PostStop() => _held.LoseAll("this client's node has stopped");

    private void On(ICall call)
    {
        var (command, held) = call is Call one ? (one.Command, one.Held) : (null, null);
        _pending[call.Id] = new Pending(Sender, command, held);
        if (command is Release release)
        {
            _held.Release(release.Lock);
            Timers.Cancel(new LeaseDue(release.Lock));
        }
        Timers.StartSingleTimer(call.Id, new LimitDue(call.Id, call.Limit), call.Limit);
        if (_memory is not null)
            Send(call.Id);
        else
            Find();
    }

    private void On(IWireMessage answer)
    {
        if (Take(answer.Id) is { } pending)
            pending.Asker.Tell(answer);
    }

    private void On(Granted granted)
    {
        if (!_pending.TryGetValue(granted.Id, out var pending) || pending.Held is not { } held)
        {
            On((IWireMessage)granted);
            return;
        }
        var isRenewed = _held.Find(granted.Id) is not null;
        if (isRenewed && held.Remaining == TimeSpan.Zero)
            Lose(granted.Id, "its lease ran out");
        if (!isRenewed && held.LossReason is null && !pending.IsAskedAnew && _time.GetElapsedTime(pending.SentAt) > granted.Lease / LongWait)
        {
            _memory?.Tell(pending.Command!);
            _pending[granted.Id] = pending with { SentAt = _time.GetTimestamp(), IsAskedAnew = true };
            return;
        }
        Take(granted.Id);
        if (!held.Hold(pending.SentAt, granted.Lease))
        {
            // It may be held by the server, and was not all the time.
            GiveUp(pending);
            pending.Asker.Tell(new Refused(granted.Id, new Refusal.NotHeld()));
            return;
        }
        if (_memory is not null)
            Context.Watch(_watched = _memory);
        _held.Add(granted.Id, held);
        Timers.StartSingleTimer(new LeaseDue(granted.Id), new LeaseDue(granted.Id), held.Remaining);
        pending.Asker.Tell(granted);
    }

    private void Lose(long id, string reason)
    {
        Timers.Cancel(new LeaseDue(id));
        _held.Lose(id, reason);
    }

    private void On(Terminated message)
    {
        if (!message.ActorRef.Equals(_watched))
            return;
        _watched = null;
        _held.LoseAll($"{Node.Text(_node)} is gone");
        if (message.ActorRef.Equals(_memory))
            Forget();
    }

    private void On(Abandon message)
    {
        if (Take(message.Id) is { } pending)
            GiveUp(pending);
        EndSearchIfNeedless();
    }

    private void On(LimitDue tick)
    {
        if (Take(tick.Id) is not { } pending)
            return;
        GiveUp(pending);
        var time = string.Create(CultureInfo.InvariantCulture, $"{tick.Limit.TotalSeconds:0.###} s");
        pending.Asker.Tell(new NoAnswer(
            pending.IsSent || _trouble is null ? $"{Node.Text(_node)}: nothing came within {time}" : $"{_trouble}, for {time}", pending.IsSent));
        // It may be another memory by now, at the same place: the next command looks for it again.
        if (pending.IsSent)
            Forget();
        EndSearchIfNeedless();
    }

    private void On(ActorIdentity identity)
    {
        if (_memory is not null || !Equals(identity.MessageId, Question))
            return;
        // Nobody there is also said, by this node itself, of a node that cannot be reached at present.
        if (identity.Subject is null)
        {
            if (_isAssociated)
                Trouble($"{Node.Text(_node)} has no shared memory");
            return;
        }
        _memory = identity.Subject;
        if (_server.IsAnother(_memory.Path))
        {
            _held.LoseAll($"{Node.Text(_node)} was restarted");
            _abandoned.Clear();
            if (_watched is not null)
                Context.Unwatch(_watched);
            _watched = null;
        }
        EndSearch();
        foreach (var command in _abandoned)
            _memory.Tell(command);
        _abandoned.Clear();
        foreach (var id in Unsent())
            Send(id);
    }

    private void Find()
    {
        if (Timers.IsTimerActive(FindDue.Instance))
            return;
        _questions = 0;
        Ask();
    }

    private void Ask()
    {
        _selection.Tell(new Identify(Question), Self);
        Timers.StartSingleTimer(FindDue.Instance, FindDue.Instance, FindInterval);
        if (++_questions == QuestionsBeforeProbe && !_isAssociated)
            Probe();
    }

    private void EndSearchIfNeedless()
    {
        if (Timers.IsTimerActive(FindDue.Instance) && Unsent().Length == 0)
            EndSearch();
    }

    private void EndSearch()
    {
        Timers.Cancel(FindDue.Instance);
        (_trouble, _isToldOfTrouble) = (null, false);
        _search++;
    }

    private void Probe()
    {
        if (_isProbing || Node.EndpointOf(_node) is not { } endpoint)
            return;
        _isProbing = true;
        PortProbe.LookAsync(endpoint).PipeTo(Self);
    }

    private void On(PortFinding finding)
    {
        _isProbing = false;
        if (_memory is not null)
            return;
        switch (finding)
        {
            case PortFinding.RawPort:
                foreach (var id in Unsent())
                    Fail(id, new NoAnswer(RawPortReason, IsSent: false));
                EndSearchIfNeedless();
                break;
            case PortFinding.Closed closed:
                Trouble($"{Node.Text(_node)}: {closed.Reason}");
                break;
            default:
                _trouble = null;
                break;
        }
    }

    private void Trouble(string reason)
    {
        _trouble = reason;
        if (_isToldOfTrouble || Unsent().Length == 0)
            return;
        _isToldOfTrouble = true;
        _waiting?.Invoke(reason);
    }

    private void Send(long id)
    {
        var pending = _pending[id];
        if (pending.Command is null)
        {
            Take(id)!.Asker.Tell(new Connected());
            return;
        }
        _memory!.Tell(pending.Command);
        _pending[id] = pending with { IsSent = true, SentAt = _time.GetTimestamp() };
    }

    private void Lost(Address node, string reason, bool nodeIsSpent = false)
    {
        if (!node.Equals(_node))
            return;
        _isAssociated = false;
        Forget();
        foreach (var (id, pending) in _pending.ToArray())
        {
            if (pending.IsSent || nodeIsSpent)
                Fail(id, new NoAnswer($"{Node.Text(_node)}: {reason}", pending.IsSent, nodeIsSpent));
        }
        if (_pending.Count == 0)
        {
            EndSearch();
            return;
        }
        Find();
        Probe();
    }

    private void Forget()
    {
        _memory = null;
        _search++;
    }

    private void Fail(long id, NoAnswer answer)
    {
        var pending = Take(id)!;
        GiveUp(pending);
        pending.Asker.Tell(answer);
    }

    // A command that was sent may be carried out yet. Of an acquire nobody would know, unless it is a lock that is held and was to be renewed.
    private void GiveUp(Pending pending)
    {
        if (!pending.IsSent || pending.Command is not (AcquireRead or AcquireWrite) || _held.Find(pending.Command.Id) is not null)
            return;
        var acquire = (IVariableCommand)pending.Command;
        var release = new Release(-acquire.Id, acquire.Name, acquire.Id);
        if (_memory is not null)
            _memory.Tell(release);
        else if (_abandoned.Count < MostAbandoned)
            _abandoned.Add(release);
    }

    private Pending? Take(long id)
    {
        if (!_pending.Remove(id, out var pending))
            return null;
        Timers.Cancel(id);
        return pending;
    }

    private long[] Unsent() => [.. _pending.Where(pair => !pair.Value.IsSent).Select(pair => pair.Key)];

    private sealed record Pending(
        IActorRef Asker, IWireMessage? Command, HeldLock? Held, bool IsSent = false, long SentAt = 0, bool IsAskedAnew = false);

    private sealed record LeaseDue(long Id);

    private sealed record LimitDue(long Id, TimeSpan Limit);

    private sealed record FindDue
    {
        public static FindDue Instance { get; } = new();
    }
}
