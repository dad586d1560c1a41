using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using Coterie.Actors.Shell;
using Coterie.Actors.Storage;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// A voter of a lock group, <c>/user/voter</c>: an actor that runs a <see cref="Voter"/>. Its supervisor must stop it when it
/// fails: it has forgotten to whom it gave its votes, and a new one must first wait. With a data folder, what it sends leaves
/// only when everything that it stored before would survive a crash.
/// </summary>
internal sealed class VoterActor : ReceiveActor, IPlainHost, IStepObserver
{
    // A page of the state fits into the smallest frame that can be configured.
    private const int MostBytesOfPage = 24_000;

    private readonly GroupSettings _group;
    private readonly VoterRefs _others;
    private readonly Voter _machine;
    private readonly Driver _driver;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly ClientNumbers<SessionId, IActorRef> _clients; // a client keeps its number as long as its session
    private readonly MachineTimers _timers;
    private readonly HashSet<ProcessId> _foreign = []; // those of which the log tells
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly VoterJournal? _journal;

    /// <summary>See <see cref="Props"/>.</summary>
    public VoterActor(ProcessId self, GroupSettings group, VoterRefs others, bool isNew, DataFolder? folder)
    {
        (_group, _others) = (group, others);
        _clock = group.Clock;
        _start = _clock.GetTimestamp();
        _clients = new ClientNumbers<SessionId, IActorRef>(group.Terms.Voters);
        var own = Self; // timers fire outside of the actor
        _timers = new MachineTimers(_clock, due => own.Tell(due, ActorRefs.NoSender));
        _machine = new Voter(self, group.Terms, RandomNumbers.Next(), isNew, folder?.Memory);
        _journal = folder is null ? null : new VoterJournal(folder, Self);
        folder?.DropMemory();
        _driver = new Driver(self, _machine, new Outbox(), this, this);
        Receive<IClientMessage>(On);
        Receive<IRecoveryMessage>(On);
        Receive<Foreign>(OnForeign);
        Receive<Inspect>(On);
        Receive<CommitDue>(_ => Commit());
        Receive<MachineTimers.Due>(due =>
        {
            if (_timers.Take(due))
                Take(Input.Of(due.Id));
        });
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>The props of a voter.</summary>
    /// <param name="self">Its process.</param>
    /// <param name="group">The group.</param>
    /// <param name="others">The other voters; nobody in its own place.</param>
    /// <param name="isNew">Whether this is the very first start of the group.</param>
    /// <param name="folder">Where it stores what it must not forget, and which it closes; null if it forgets.</param>
    public static Props Props(ProcessId self, GroupSettings group, VoterRefs others, bool isNew, DataFolder? folder) =>
        Akka.Actor.Props.Create(() => new VoterActor(self, group, others, isNew, folder));

    /// <inheritdoc/>
    protected override void PreStart() => Take(Input.Start);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _timers.Clear();
        _journal?.Dispose();
    }

    /// <summary>It stops instead: see the class.</summary>
    protected override void PostRestart(Exception reason)
    {
        _log.Error("The voter failed and lost its memory; it ends: {0}", reason.Message);
        Context.Stop(Self);
    }

    /// <inheritdoc/>
    protected override void Unhandled(object message) => RefusalLog.Of(Context.System).Refused(
        $"A {message.GetType().Name} to the voter was refused: no voter gets one.");

    /// <inheritdoc/>
    void IStepObserver.Observe(in Step step)
    {
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is Voter.SessionBegun)
                _clients.Keep(step.Input.From);
            else if (effect.Output is Voter.SessionEnded ended && _clients.Find(ended.Session) is { } client)
                _clients.Dismiss(client);
        }
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends)
    {
        foreach (ref readonly var send in sends)
        {
            var receiver = send.To.IsOneOf(_others.Count) ? _others[send.To] : _clients[send.To];
            if (receiver is not null)
                Send(receiver, send.Message!);
        }
    }

    /// <inheritdoc/>
    void IHost.Store(IRecord record)
    {
        if (!_journal!.IsOpen)
            Self.Tell(CommitDue.Instance); // after what is in the mailbox by then, so that it is stored together
        _journal.Add(record);
    }

    /// <inheritdoc/>
    void IHost.Tell(IOutput output)
    {
        if (output is QuorumClientProtocol.ForeignVoter foreign && _foreign.Add(foreign.Voter))
            _log.Error("{0}", _group.ForeignText(foreign.Voter, foreign.GroupText));
    }

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after) => _timers.Set(timer, after);

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => _timers.Cancel(timer);

    private void On(IClientMessage message) => Take(Input.Of(_clients.Admit(message.Session, Sender), message));

    private void On(IRecoveryMessage message)
    {
        if (_others.Find(Sender) is { } voter)
            Take(Input.Of(voter, message));
        else
            Refuse(message);
    }

    private void OnForeign(Foreign message)
    {
        if (_others.Find(Sender) is { } voter)
            Take(Input.Of(voter, message));
    }

    private void Refuse(IMessage message) => RefusalLog.Of(Context.System).Refused(
        $"A {message.Kind} to the voter was refused: {Node.Text(Sender.Path.Address)} is not a member of its group.");

    private void On(Inspect message) =>
        Send(Sender, new Inspected(message.Id, _machine.Describe(Now, message.Name, message.After, MostBytesOfPage)));

    private void Send(IActorRef receiver, object message)
    {
        if (_journal is { IsOpen: true })
            _journal.Hold(receiver, message);
        else
            receiver.Tell(message, Self);
    }

    private void Commit()
    {
        try
        {
            _journal!.Commit();
        }
        catch (DataFolderException failure)
        {
            _log.Error("The member votes no longer, since it cannot store what it must not forget. {0}", failure.Message);
            Context.Stop(Self);
        }
    }

    private void Take(in Input input)
    {
        _driver.Take(input, Now);
        _clients.EndStep();
        if (_journal is { IsFull: true })
            Commit();
    }

    private sealed record CommitDue
    {
        public static CommitDue Instance { get; } = new();
    }
}
