using System.Globalization;
using Akka.Actor;
using Akka.Remote;
using Coterie.Nodes;
using static Coterie.Memory.Client.SessionProtocol;
using static Coterie.Memory.MemoryProtocol;

namespace Coterie.Memory.Client;

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

    private readonly Address _node;
    private readonly Action<string>? _waiting;
    private readonly ActorSelection _selection;
    private readonly Dictionary<long, Pending> _pending = [];

    // Acquires that were sent and that nobody waits for any more: to be given up wherever they are.
    private readonly List<IVariableCommand> _abandoned = [];
    private IActorRef? _memory;

    // The search for the memory: its number, so that an answer to an earlier one is not taken for one to this; the questions asked; why it takes long.
    private long _search;
    private int _questions;
    private string? _trouble;
    private bool _isToldOfTrouble;
    private bool _isAssociated;
    private bool _isProbing;

    public SessionActor(Address node, Action<string>? waiting)
    {
        (_node, _waiting) = (node, waiting);
        _selection = Context.ActorSelection(new RootActorPath(node) / "user" / MemoryActor.Name);
        Receive<ICall>(On);
        Receive<Abandon>(On);
        Receive<IWireMessage>(On);
        Receive<FindDue>(_ => Ask());
        Receive<ActorIdentity>(On);
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
    public static Props Props(Address node, Action<string>? waiting = null) => Akka.Actor.Props.Create(() => new SessionActor(node, waiting));

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

    private void On(ICall call)
    {
        _pending[call.Id] = new Pending(Sender, (call as Call)?.Command);
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
        _pending[id] = pending with { IsSent = true };
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

    private long[] Unsent() => [.. _pending.Where(pair => !pair.Value.IsSent).Select(pair => pair.Key)];

    private sealed record Pending(IActorRef Asker, IWireMessage? Command, bool IsSent = false);

    private sealed record LimitDue(long Id, TimeSpan Limit);

    private sealed record FindDue
    {
        public static FindDue Instance { get; } = new();
    }
}
