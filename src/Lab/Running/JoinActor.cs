using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>How this node's part in a run ended.</summary>
/// <param name="Ended">What the run said at its end; null if this node did not get that message.</param>
/// <param name="Failure">Why this node did not get it; null if it did.</param>
internal sealed record JoinOutcome(Ended? Ended, string? Failure);

/// <summary>Makes this machine take part in the run of another one: asks until the run answers, and says how it ended.</summary>
internal sealed class JoinActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    // The run tells the outcome every second until it has the answer. If it is silent for so long, it has stopped.
    private static readonly TimeSpan LongestSilenceAtEnd = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ActorPath _contact;
    private readonly TimeSpan _patience;
    private readonly NodeSetup _setup;
    private readonly Silence _silence = new();
    private IActorRef _asker = ActorRefs.Nobody;
    private IActorRef _node = ActorRefs.Nobody;
    private IActorRef? _run;
    private int _number;
    private bool _isLeaving;
    private JoinOutcome? _ended; // the run has said so

    /// <summary>Waits for <see cref="Start"/>.</summary>
    /// <param name="contact">The path of the run.</param>
    /// <param name="patience">How long to wait for the run's first answer.</param>
    /// <param name="setup">This node.</param>
    public JoinActor(ActorPath contact, TimeSpan patience, NodeSetup setup)
    {
        (_contact, _patience, _setup) = (contact, patience, setup);
        Receive<Start>(_ => OnStart());
        Receive<JoinDue>(_ => Context.ActorSelection(_contact).Tell(Join.Instance, _node));
        Receive<Joined>(On);
        Receive<JoinRefused>(m => End(new JoinOutcome(null, m.Reason)));
        Receive<PatienceOver>(_ => OnPatienceOver());
        Receive<PortFinding>(m => GiveUp(m is PortFinding.Closed closed ? $": {closed.Reason}" : ""));
        Receive<ConnectionRefused>(OnRefused);
        Receive<AskDue>(_ => OnAskDue());
        Receive<ActorIdentity>(OnHeard);
        Receive<LeaveDue>(_ => OnLeaveDue());
        Receive<Ended>(On);
        Receive<SilenceAtEnd>(_ => End(_ended!));
        Receive<NodeActor.RunLost>(_ => End(_ended ?? new JoinOutcome(null, $"the first node at {First} was lost")));
        Receive<Terminated>(m => End(new JoinOutcome(null, $"{m.ActorRef.Path.Name} stopped")));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string First => Node.Text(_contact.Address);

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnStart()
    {
        _asker = Sender;
        var self = Self; // it is told on any thread
        ExpectedNodes.Of(Context.System).Add([], (_, reason) => self.Tell(new ConnectionRefused(reason)));
        _node = Context.Watch(Context.ActorOf(NodeActor.Props(_setup, _contact), "node"));
        _log.Info("Asks the run at {0} to take part, for {1} at most.", First, _patience);
        _setup.Watcher?.Looking(_contact.Address, _patience);
        Timers.StartPeriodicTimer(JoinDue.Instance, JoinDue.Instance, TimeSpan.Zero, RepeatInterval);
        Timers.StartSingleTimer(PatienceOver.Instance, PatienceOver.Instance, _patience);
    }

    private void On(Joined joined)
    {
        if (_run is null)
        {
            _run = Sender;
            Timers.CancelAll();
            Timers.StartPeriodicTimer(AskDue.Instance, AskDue.Instance, RepeatInterval);
        }
        _number = joined.Node;
        _log.Info("Takes part in the run at {0} as node {1} of {2}.", First, joined.Node, joined.Nodes);
    }

    private void OnPatienceOver()
    {
        if (Node.EndpointOf(_contact.Address) is { } endpoint)
            PortProbe.LookAsync(endpoint, Node.IsEncrypted(_contact.Address)).PipeTo(Self);
        else
            GiveUp("");
    }

    private void OnRefused(ConnectionRefused message)
    {
        if (_run is null)
            End(new JoinOutcome(null, $"{First}: {message.Reason}"));
    }

    private void GiveUp(string reason)
    {
        if (_run is null)
            End(new JoinOutcome(null, $"no run at {First} answered within {_patience.TotalSeconds:0.###} s{reason}"));
    }

    private void OnAskDue()
    {
        if (!_silence.Ask(_run!, _node))
            return;
        var silence = Silence.Suspicious * RepeatInterval;
        _log.Info("The run at {0} has not answered for {1}.", First, silence);
        _setup.Watcher?.Silent(1, _contact.Address, silence);
    }

    private void OnHeard(ActorIdentity answer)
    {
        if (answer.Subject is null || !_silence.End())
            return;
        _log.Info("The run at {0} answers again.", First);
        _setup.Watcher?.Back(1, _contact.Address);
    }

    // If this node ended now, the answer could be lost with it, and the run would have to find out that the node is gone. So it
    // waits until the run has stopped.
    private void On(Ended ended)
    {
        _ended = new JoinOutcome(ended, null);
        if (_isLeaving)
        {
            End(_ended);
            return;
        }
        Sender.Tell(new EndKnown(_number), _node);
        Timers.Cancel(AskDue.Instance);
        Timers.StartSingleTimer(SilenceAtEnd.Instance, SilenceAtEnd.Instance, LongestSilenceAtEnd);
    }

    private void OnLeaveDue()
    {
        if (_ended is not null || _run is null)
        {
            End(_ended ?? new JoinOutcome(null, "it was ended before it took part"));
            return;
        }
        _isLeaving = true;
        _log.Info("Asks the run at {0} to let node {1} leave.", First, _number);
        _run.Tell(new Leave(_number), _node);
    }

    private void End(JoinOutcome outcome)
    {
        Timers.CancelAll();
        _log.Info("The run at {0} is over for this node: {1}", First, outcome.Ended?.Outcome ?? outcome.Failure);
        _asker.Tell(outcome);
        Context.Stop(Self);
    }

    /// <summary>Begin. Answered by <see cref="JoinOutcome"/>, when the run is over for this node.</summary>
    public sealed record Start
    {
        /// <summary>The one instance needed.</summary>
        public static Start Instance { get; } = new();
    }

    /// <summary>From outside: leave, and with it end the run. Nothing answers it.</summary>
    public sealed record LeaveDue
    {
        /// <summary>The one instance needed.</summary>
        public static LeaveDue Instance { get; } = new();
    }

    private sealed record ConnectionRefused(string Reason);

    private sealed record JoinDue
    {
        public static JoinDue Instance { get; } = new();
    }

    private sealed record AskDue
    {
        public static AskDue Instance { get; } = new();
    }

    private sealed record SilenceAtEnd
    {
        public static SilenceAtEnd Instance { get; } = new();
    }

    private sealed record PatienceOver
    {
        public static PatienceOver Instance { get; } = new();
    }
}
