using Akka.Actor;
using Akka.Remote;
using Coterie.Nodes;
using static Coterie.Memory.Client.SessionProtocol;
using static Coterie.Memory.MemoryProtocol;

namespace Coterie.Memory.Client;

/// <summary>
/// A client of the memory on another node, and for it the holder of locks: finds the memory, sends commands, and hands each answer to who asked. When
/// the connection is lost, whoever waits is told, and the next call looks for the memory again.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    // A question may be lost; the memory may be starting just now.
    private static readonly TimeSpan FindInterval = TimeSpan.FromMilliseconds(250);

    private readonly Address _node;
    private readonly ActorSelection _selection;
    private readonly Dictionary<long, Pending> _pending = [];

    // Acquires that were sent and that nobody waits for any more: to be given up wherever they are.
    private readonly List<IVariableCommand> _abandoned = [];
    private IActorRef? _memory;

    public SessionActor(Address node)
    {
        _node = node;
        _selection = Context.ActorSelection(new RootActorPath(node) / "user" / MemoryActor.Name);
        Receive<ICall>(On);
        Receive<Abandon>(On);
        Receive<IWireMessage>(On);
        Receive<FindDue>(_ => Find());
        Receive<ActorIdentity>(On);
        Receive<LimitDue>(On);
        Receive<AssociationErrorEvent>(m => Lost(m.RemoteAddress, Innermost(m.Cause)));
        Receive<DisassociatedEvent>(m => Lost(m.RemoteAddress, "the connection was lost"));
        Receive<QuarantinedEvent>(m => Lost(m.Address, "the connection was given up", nodeIsSpent: true));
        Receive<ThisActorSystemQuarantinedEvent>(m => Lost(m.RemoteAddress, "the server gave this client up", nodeIsSpent: true));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Address node) => Akka.Actor.Props.Create(() => new SessionActor(node));

    protected override void PreStart()
    {
        foreach (var type in new[] { typeof(AssociationErrorEvent), typeof(DisassociatedEvent), typeof(QuarantinedEvent), typeof(ThisActorSystemQuarantinedEvent) })
            Context.System.EventStream.Subscribe(Self, type);
    }

    private void On(ICall call)
    {
        _pending[call.Id] = new Pending(Sender, (call as Call)?.Command);
        Timers.StartSingleTimer(call.Id, new LimitDue(call.Id, call.Limit), call.Limit);
        if (_memory is not null)
            Send(call.Id);
        else if (!Timers.IsTimerActive(FindDue.Instance))
            Find();
    }

    private void On(IWireMessage answer)
    {
        if (Take(answer.Id) is { } pending)
            pending.Asker.Tell(answer);
    }

    private void On(Abandon message)
    {
        if (Take(message.Id) is { } pending)
            GiveUp(pending);
    }

    private void On(LimitDue tick)
    {
        if (Take(tick.Id) is not { } pending)
            return;
        GiveUp(pending);
        pending.Asker.Tell(new NoAnswer($"no answer from {Node.Text(_node)} within {tick.Limit.TotalSeconds:0.###} s"));
    }

    private void On(ActorIdentity identity)
    {
        if (_memory is not null || !Timers.IsTimerActive(FindDue.Instance))
            return;
        Timers.Cancel(FindDue.Instance);
        _memory = identity.Subject;
        if (_memory is null)
        {
            Fail(new NoAnswer($"{Node.Text(_node)} has no shared memory"));
            return;
        }
        foreach (var command in _abandoned)
            _memory.Tell(command);
        _abandoned.Clear();
        foreach (var id in _pending.Keys.ToArray())
            Send(id);
    }

    private void Find()
    {
        if (_pending.Count == 0)
            return;
        _selection.Tell(new Identify(MemoryActor.Name), Self);
        Timers.StartSingleTimer(FindDue.Instance, FindDue.Instance, FindInterval);
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
        _pending[id] = pending with { IsSent = true };
    }

    private void Lost(Address node, string reason, bool nodeIsSpent = false)
    {
        if (!node.Equals(_node))
            return;
        _memory = null;
        Timers.Cancel(FindDue.Instance);
        Fail(new NoAnswer($"{Node.Text(_node)}: {reason}", nodeIsSpent));
    }

    private void Fail(NoAnswer answer)
    {
        foreach (var id in _pending.Keys.ToArray())
        {
            var pending = Take(id)!;
            GiveUp(pending);
            pending.Asker.Tell(answer);
        }
    }

    // A command that was sent may be carried out yet. Of an acquire nobody would know.
    private void GiveUp(Pending pending)
    {
        if (!pending.IsSent || pending.Command is not (AcquireRead or AcquireWrite))
            return;
        var acquire = (IVariableCommand)pending.Command;
        var release = new Release(-acquire.Id, acquire.Name, acquire.Id);
        if (_memory is not null)
            _memory.Tell(release);
        else
            _abandoned.Add(release);
    }

    private Pending? Take(long id)
    {
        if (!_pending.Remove(id, out var pending))
            return null;
        Timers.Cancel(id);
        return pending;
    }

    private static string Innermost(Exception? cause)
    {
        while (cause?.InnerException is { } inner)
            cause = inner;
        return cause is null ? "it cannot be reached" : cause.Message.TrimEnd('.');
    }

    private sealed record Pending(IActorRef Asker, IWireMessage? Command, bool IsSent = false);

    private sealed record LimitDue(long Id, TimeSpan Limit);

    private sealed record FindDue
    {
        public static FindDue Instance { get; } = new();
    }
}
