using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;
using Fence = Coterie.Lab.Running.RunProtocol.Fence;

namespace Coterie.Lab.Running;

/// <summary>How a run is set up.</summary>
/// <param name="Nodes">On how many nodes it runs, this one included.</param>
/// <param name="Checker">Judges it.</param>
/// <param name="Local">This node.</param>
/// <param name="Watcher">Is told how it comes along; null for nobody.</param>
/// <param name="Trace">Is told of the steps of all nodes; null for nobody. On one node it is the recorder that tells it.</param>
public sealed record RunSetup(int Nodes, RunJudge Checker, NodeSetup Local, IRunWatcher? Watcher, TraceRecorder? Trace = null);

/// <summary>How a run ended.</summary>
/// <param name="Summary">What the checker found; null where the run could not be finished.</param>
/// <param name="Failure">Who stopped, and why; null where nobody did.</param>
public sealed record RunOutcome(RunSummary? Summary, string? Failure);

/// <summary>
/// A run, on the first node: gathers the nodes, has them make their processes and begin, closes them when the time is over, and tells the outcome once
/// everybody is out and every step of every node is judged. A process that fails is not restarted and ends the run: without it nobody can enter. So does a
/// node that is lost; then the outcome says who could no longer enter.
/// </summary>
public sealed class RunActor : ReceiveActor, IWithTimers
{
    private const int PeersPerMessage = 500; // far below what a frame may hold
    private const int ClockRounds = 8; // the quickest answer of them says best where a node's clock stands
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    private readonly SimulationSettings _settings;
    private readonly RunSetup _setup;
    private readonly StepMerge _merge;
    private readonly RunNodes _nodes = new();
    private IActorRef _counter = ActorRefs.Nobody;
    private IActorRef _asker = ActorRefs.Nobody;
    private Phase _phase = Phase.Gathering;
    private List<(int Node, List<RecordedStep> Steps)> _early = [];
    private int _clockRound;
    private string? _stopped;
    private bool _closeAsked;

    /// <summary>A run that waits for <see cref="Start"/>.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="setup">On how many nodes, and who is told.</param>
    public RunActor(SimulationSettings settings, RunSetup setup)
    {
        (_settings, _setup) = (settings, setup);
        _merge = new StepMerge(
            settings.Processes, setup.Trace is null ? setup.Checker : new RunListeners(setup.Trace, setup.Checker), setup.Checker.EndRecord);
        Receive<INodeMessage>(message => RefusalLog.Of(Context.System).Refused($"A message to the run was refused: {message.GetType().Name} is not from a node that takes part."), IsFromAStranger);
        Receive<Start>(_ => OnStart());
        Receive<Join>(_ => OnJoin());
        Receive<Leave>(_ => OnLeave(_nodes.Find(Sender)));
        Receive<Prepared>(On);
        Receive<Begun>(m => Settle<Begin>(m.Node));
        Receive<CloseDue>(_ => OnCloseDue());
        Receive<Closed>(m => Settle<Close>(m.Node));
        Receive<Fenced>(m => Settle<Fence>(m.Node, fence => fence.Round == m.Round));
        Receive<Steps>(On);
        Receive<Finished>(m => Settle<Finish>(m.Node));
        Receive<CounterProtocol.CounterTotal>(m => OnTotal(m.Value));
        Receive<Clock>(On);
        Receive<RepeatDue>(_ => OnRepeatDue());
        Receive<ActorIdentity>(OnHeard);
        Receive<Failed>(m => Fail(m.Reason));
        Receive<Terminated>(m => OnTerminated(m.ActorRef));
    }

    private enum Phase
    {
        Gathering,
        Preparing,
        Beginning,
        Timing,
        Running,
        Closing,
        Fencing,
        FencingAgain,
        Finishing,
        Stopping,
        Over,
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnStart()
    {
        _asker = Sender;
        _counter = Context.Watch(Context.ActorOf(Props.Create(() => new CounterActor()), "counter"));
        _nodes.Add(Context.Watch(Context.ActorOf(NodeActor.Props(_setup.Local, Self.Path), "node")));
        Timers.StartPeriodicTimer(nameof(RepeatDue), RepeatDue.Instance, RepeatInterval);
        if (_nodes.Count < _setup.Nodes)
            _setup.Watcher?.Waiting(Node.AddressOf(Context.System), _setup.Nodes - _nodes.Count);
        AdvanceWhereSettled();
    }

    private void OnJoin()
    {
        var node = _nodes.Find(Sender);
        if (node is null && _phase == Phase.Gathering)
        {
            node = _nodes.Add(Context.Watch(Sender));
            _setup.Watcher?.Joined(node.Number, _setup.Nodes, Sender.Path.Address);
        }
        Sender.Tell(node is null
            ? new JoinRefused($"The run has its {_setup.Nodes} nodes already.")
            : new Joined(node.Number, _setup.Nodes));
        AdvanceWhereSettled();
    }

    // Who leaves may have had another number when it said so.
    private bool IsFromAStranger(INodeMessage message) =>
        _nodes.Find(Sender) is not { } node || (node.Number != message.Node && message is not RunProtocol.Leave);

    private void On(Prepared answer)
    {
        if (_nodes[answer.Node] is not { } node)
            return;
        if (!node.CanHave(answer.Processes))
        {
            Fail($"node {node.Number} has not made the processes that it was asked for");
            return;
        }
        node.Processes = answer.Processes;
        Settle<Prepare>(answer.Node);
    }

    private void On(Steps steps)
    {
        if (_nodes[steps.Node] is not { } node)
            return;
        if (!steps.Items.All(step => node.CanHaveTaken(step, _settings.Processes)))
        {
            Fail($"node {node.Number} tells of steps that none of its processes can have taken");
            return;
        }
        // After a gap the node sends the missing ones again, and these with them.
        if (steps.First <= node.NextStep && !node.IsLost && _phase < Phase.Stopping)
        {
            var news = steps.Items.Skip((int)(node.NextStep - steps.First)).ToList();
            node.NextStep += news.Count;
            if (_phase < Phase.Running)
                _early.Add((node.Number, news));
            else
                _merge.Add(node.Number, news);
        }
        Sender.Tell(new StepsTaken(node.NextStep));
    }

    private void On(Clock clock)
    {
        if (_nodes[clock.Node] is { } node && clock.Round == _clockRound)
            node.Zero.Add(TimeProvider.System.GetTimestamp(), clock.Elapsed);
        Settle<GetClock>(clock.Node, asked => asked.Round == clock.Round);
    }

    private void Settle<T>(int node, Predicate<T>? isAnswered = null)
    {
        if (_nodes[node]?.Settle(isAnswered) == true)
            AdvanceWhereSettled();
    }

    private void AdvanceWhereSettled()
    {
        if (_nodes.Count < _setup.Nodes || !_nodes.AreSettled)
            return;
        switch (_phase)
        {
            case Phase.Gathering: Prepare(); break;
            case Phase.Preparing: Command(Phase.Beginning, Introduction()); break;
            case Phase.Beginning or Phase.Timing when _nodes.Count > 1 && _clockRound < ClockRounds: AskClocks(); break;
            case Phase.Beginning or Phase.Timing: Run(); break;
            case Phase.Closing: Command(Phase.Fencing, new Fence(1)); break;
            // Nobody makes a request any more. When every process has answered once, each has handled its client's last command and every request that
            // had arrived; when all have answered again, each has received the replies to these.
            case Phase.Fencing: Command(Phase.FencingAgain, new Fence(2)); break;
            case Phase.FencingAgain: Command(Phase.Finishing, Finish.Instance); break;
            case Phase.Finishing: _counter.Tell(CounterProtocol.GetTotal.Instance); break;
        }
    }

    private void Command(Phase phase, params IReadOnlyList<object> messages)
    {
        _phase = phase;
        _nodes.Command(_ => messages);
        AdvanceWhereSettled(); // where every node is lost
    }

    private void Prepare()
    {
        _phase = Phase.Preparing;
        _nodes.Share(_settings.Processes);
        _nodes.Command(node => [new Prepare(node.Number, node.Share.First, node.Share.Count, _settings, _counter)]);
    }

    private List<object> Introduction()
    {
        var messages = new List<object>();
        foreach (var node in _nodes.All)
        {
            var first = node.Share.First;
            foreach (var chunk in node.Processes.Chunk(PeersPerMessage))
            {
                messages.Add(new Peers(first, chunk));
                first += chunk.Length;
            }
        }
        messages.Add(Begin.Instance);
        return messages;
    }

    private void AskClocks()
    {
        _clockRound++;
        var now = TimeProvider.System.GetTimestamp();
        foreach (var node in _nodes.All)
            node.Zero.Begin(now);
        Command(Phase.Timing, new GetClock(_clockRound));
    }

    private void Run()
    {
        _phase = Phase.Running;
        if (_nodes.Count > 1)
        {
            var zero = _nodes.All.Min(node => node.Zero.Value) ?? TimeSpan.Zero;
            foreach (var node in _nodes.All)
                _merge.Set(node.Number, (node.Zero.Value ?? zero) - zero);
        }
        foreach (var (node, steps) in _early)
            _merge.Add(node, steps);
        _early = [];
        if (_closeAsked)
            OnCloseDue();
        else
            Timers.StartSingleTimer(nameof(CloseDue), CloseDue.Instance, _settings.Duration);
    }

    private void OnCloseDue()
    {
        _closeAsked = true;
        if (_phase == Phase.Gathering)
            Fail("it was ended before it began");
        else if (_phase == Phase.Running)
            Command(Phase.Closing, Close.Instance);
    }

    private void OnLeave(RunNode? node)
    {
        if (node is not { Number: > 1 })
            return;
        if (_phase != Phase.Gathering)
        {
            OnCloseDue();
            return;
        }
        node.Actor.Tell(new Ended("Left before the run began.", false));
        Remove(node);
    }

    private void Remove(RunNode node)
    {
        Context.Unwatch(node.Actor);
        foreach (var later in _nodes.Remove(node))
            later.Actor.Tell(new Joined(later.Number, _setup.Nodes));
        _setup.Watcher?.Left(node.Number, node.Actor.Path.Address);
    }

    private void OnRepeatDue()
    {
        _nodes.Repeat();
        foreach (var node in _nodes.All.Skip(1).Where(node => !node.IsLost))
        {
            if (node.Silence.Ask(node.Actor, Self))
                _setup.Watcher?.Silent(node.Number, node.Actor.Path.Address, Silence.Suspicious * RepeatInterval);
        }
        StopWhereSenseless();
    }

    // Whoever sends without end is not asked to finish: the processes are stopped, whatever waits for them is dropped, and the run is judged by what was seen until then.
    private void StopWhereSenseless()
    {
        if (_phase is < Phase.Running or >= Phase.Stopping || _setup.Checker.Excess is not { } excess)
            return;
        (_phase, _stopped) = (Phase.Stopping, excess);
        Context.Stop(_nodes[1]!.Actor);
    }

    private void OnHeard(ActorIdentity answer)
    {
        if (answer.Subject is { } actor && _nodes.Find(actor) is { } node && node.Silence.End())
            _setup.Watcher?.Back(node.Number, node.Actor.Path.Address);
    }

    private void OnTerminated(IActorRef actor)
    {
        var node = _nodes.Find(actor);
        if (node is { Number: 1 } && _phase == Phase.Stopping)
            Summarize(null);
        else if (node is not { Number: > 1 })
            Fail($"{actor.Path.Name} stopped");
        else if (_phase == Phase.Gathering)
            Remove(node);
        else if (_phase < Phase.Timing)
            Fail($"node {node.Number} at {Node.Text(actor.Path.Address)} was lost before the run began");
        else if (_phase < Phase.Stopping)
            Lose(node);
    }

    private void Lose(RunNode node)
    {
        // Its processes take steps already: what is known of the clocks has to do.
        if (_phase == Phase.Timing)
            Run();
        node.Lose();
        foreach (var process in node.Ids)
            _setup.Checker.Lose(process);
        _merge.Lose(node.Ids);
        _setup.Watcher?.Lost(node.Number, node.Actor.Path.Address, node.Share.First, node.Share.Count);
        if (_phase == Phase.Running)
            OnCloseDue();
        else
            AdvanceWhereSettled();
    }

    private void OnTotal(long counter)
    {
        if (_phase != Phase.Finishing)
            return;
        _merge.End();
        Summarize(counter);
    }

    private void Summarize(long? counter)
    {
        var summary = _setup.Checker.Finish(counter, stopped: _stopped);
        foreach (var process in summary.Lost)
            _setup.Trace?.On(summary.Elapsed, new Fault.Crash(process));
        var verdict = summary.Lost.Count > 0 ? $"without {ProcessList.Named(summary.Lost)}, which {(summary.Lost.Count == 1 ? "was" : "were")} lost"
            : summary.Verdict == RunVerdict.Good ? "and is good"
            : summary.IsGood ? "and shows nothing"
            : $"with {summary.ViolationCount} violations";
        End(new RunOutcome(summary, null), new Ended($"The run ended after {summary.Entries} {(summary.Entries == 1 ? "entry" : "entries")}, {verdict}.", summary.Verdict == RunVerdict.Good));
    }

    private void Fail(string reason) =>
        End(new RunOutcome(null, reason), new Ended($"The run could not be finished: {reason}.", false));

    private void End(RunOutcome outcome, Ended ended)
    {
        if (_phase == Phase.Over)
            return;
        _phase = Phase.Over;
        Timers.CancelAll();
        foreach (var node in _nodes.All.Skip(1))
            node.Actor.Tell(ended);
        _asker.Tell(outcome);
    }

    /// <summary>Begin. Answered by <see cref="RunOutcome"/>, when the run is over.</summary>
    public sealed record Start
    {
        /// <summary>The one instance needed.</summary>
        public static Start Instance { get; } = new();
    }

    /// <summary>The time is over; also from outside, to end a run early. A second one has no effect. Nothing answers it.</summary>
    public sealed record CloseDue
    {
        /// <summary>The one instance needed.</summary>
        public static CloseDue Instance { get; } = new();
    }

    private sealed record RepeatDue
    {
        public static RepeatDue Instance { get; } = new();
    }
}
