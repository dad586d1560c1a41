using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>How a run is set up.</summary>
/// <param name="Nodes">On how many nodes it runs, this one included.</param>
/// <param name="Judge">Judges it.</param>
/// <param name="Local">This node.</param>
/// <param name="Watcher">Learns how it proceeds; null for none.</param>
/// <param name="Trace">
/// Gets the steps of all nodes; null for none. If there is only one node, it gets them from the recorder.
/// </param>
internal sealed record RunSetup(
    int Nodes, RunJudge Judge, NodeSetup Local, IRunWatcher? Watcher, TraceRecorder? Trace = null);

/// <summary>How a run ended.</summary>
/// <param name="Summary">The figures and the verdict; null if the run could not be finished.</param>
/// <param name="Failure">Which actor stopped, and why; null if none did.</param>
internal sealed record RunOutcome(RunSummary? Summary, string? Failure);

/// <summary>
/// A run, on the first node: the shell that lets <see cref="RunRules"/> run as an actor. It knows which actor is which node,
/// makes the run's own node and its counter, and carries out what the rules say; it decides nothing. A process that fails is not
/// restarted and ends the run, because no process can enter without it. A lost node ends the run, too; then the outcome says
/// which processes could no longer enter.
/// </summary>
internal sealed class RunActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RunSetup _setup;
    private readonly RunRules _rules;
    private readonly StepMerge _merge;
    private readonly Dictionary<NodeId, IActorRef> _nodes = [];
    private readonly Dictionary<IActorRef, NodeId> _ids = [];
    private IActorRef _counter = ActorRefs.Nobody;
    private IActorRef _asker = ActorRefs.Nobody;
    private RunOutcome? _outcome;

    /// <summary>A run that waits for <see cref="Start"/>.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="setup">The nodes, the judge and the watchers.</param>
    public RunActor(SimulationSettings settings, RunSetup setup)
    {
        (_setup, _rules) = (setup, new RunRules(settings, setup.Nodes));
        IRunListener listener = setup.Trace is null ? setup.Judge : new RunListeners(setup.Trace, setup.Judge);
        _merge = new StepMerge(settings.Processes, listener, setup.Judge.EndRecord);
        Receive<Start>(_ => OnStart());
        Receive<Join>(_ => Take(new RunInput.Joining(IdOf(Sender), Sender.Path.Address)));
        Receive<INodeMessage>(m => Take(new RunInput.Message(IdOf(Sender), m)));
        Receive<CloseDue>(_ => Take(new RunInput.CloseDue()));
        Receive<RepeatDue>(_ => Take(new RunInput.RepeatDue(_setup.Judge.Excess)));
        Receive<CounterProtocol.CounterTotal>(m => Take(new RunInput.Total(m.Value)));
        Receive<Ended>(m => Take(new RunInput.Judged(m)), _ => Sender.Equals(Self));
        Receive<ActorIdentity>(OnHeard);
        Receive<Terminated>(m => Take(new RunInput.Gone(IdOf(m.ActorRef), m.ActorRef.Path.Name)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private NodeId? IdOf(IActorRef actor) => _ids.TryGetValue(actor, out var id) ? id : null;

    private void OnStart()
    {
        if (_rules.Phase != RunPhase.New)
            return;
        _asker = Sender;
        _counter = Context.Watch(Context.ActorOf(Props.Create(() => new CounterActor()), "counter"));
        Add(NodeId.Own, Context.ActorOf(NodeActor.Props(_setup.Local, Self.Path), "node"));
        Take(new RunInput.Start(_counter, _nodes[NodeId.Own].Path.Address));
    }

    private void OnHeard(ActorIdentity answer)
    {
        if (answer.Subject is { } actor && IdOf(actor) is { } node)
            Take(new RunInput.Heard(node));
    }

    private void Take(RunInput input)
    {
        var before = _rules.Phase;
        var effects = _rules.On(input, TimeProvider.System.GetElapsedTime(0));
        if (_rules.Phase != before)
            _log.Debug("The run goes from {0} to {1}.", before, _rules.Phase);
        foreach (var effect in effects)
            CarryOut(effect);
    }

    private void CarryOut(RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.Send send: _nodes[send.To].Tell(send.Message); break;
            case RunEffect.Answer answer: Answer(answer.Message); break;
            case RunEffect.Ask ask: Silence.Question(_nodes[ask.Node], Self); break;
            case RunEffect.Refuse refuse: Refuse(refuse.Message); break;
            case RunEffect.Set set: Set(set); break;
            case RunEffect.CancelTimers: Timers.CancelAll(); break;
            case RunEffect.Admit node: Admit(node); break;
            case RunEffect.Dismiss node: Dismiss(node); break;
            case RunEffect.TellWaiting waiting: TellWaiting(waiting.Missing); break;
            case RunEffect.TellSilent node: TellSilent(node); break;
            case RunEffect.TellBack node: TellBack(node); break;
            case RunEffect.Lose node: Lose(node); break;
            case RunEffect.Offset node: _merge.Set(node.Number, node.Later); break;
            case RunEffect.Merge record: _merge.Add(record.Number, record.Steps); break;
            case RunEffect.StopProcesses: Context.Stop(_nodes[NodeId.Own]); break;
            case RunEffect.GetTotal: _counter.Tell(CounterProtocol.GetTotal.Instance); break;
            case RunEffect.Finish finish: OnFinish(finish); break;
            case RunEffect.Fail fail: OnFail(fail.Reason); break;
            case RunEffect.Stop: OnStop(); break;
        }
    }

    private void Add(NodeId id, IActorRef actor) => (_nodes[id], _ids[Context.Watch(actor)]) = (actor, id);

    private void Answer(IWireMessage message)
    {
        if (message is JoinRefused refused)
            _log.Info("{0} was not let in: {1}", Node.Text(Sender.Path.Address), refused.Reason);
        Sender.Tell(message);
    }

    private static void Refuse(INodeMessage message) => RefusalLog.Of(Context.System)
        .Refused($"A message to the run was refused: {message.GetType().Name} is not from a node that takes part.");

    private void Set(RunEffect.Set set)
    {
        object message = set.Timer == RunTimer.Close ? CloseDue.Instance : RepeatDue.Instance;
        Timers.StartSingleTimer(set.Timer, message, set.After);
    }

    private void Admit(RunEffect.Admit node)
    {
        Add(node.Node, Sender);
        _log.Info("Node {0} of {1} at {2} joined.", node.Number, _setup.Nodes, Node.Text(node.Address));
        _setup.Watcher?.Joined(node.Number, _setup.Nodes, node.Address);
    }

    private void Dismiss(RunEffect.Dismiss node)
    {
        _nodes.Remove(node.Node, out var actor);
        _ids.Remove(Context.Unwatch(actor!));
        _log.Info("Node {0} at {1} left before the run began.", node.Number, Node.Text(node.Address));
        _setup.Watcher?.Left(node.Number, node.Address);
    }

    private void TellWaiting(int missing)
    {
        _log.Info("The run waits for {0} more of {1} nodes.", missing, _setup.Nodes);
        _setup.Watcher?.Waiting(Node.AddressOf(Context.System), missing);
    }

    private void TellSilent(RunEffect.TellSilent node)
    {
        _log.Info("Node {0} at {1} has not answered for {2}.", node.Number, Node.Text(node.Address), node.Silence);
        _setup.Watcher?.Silent(node.Number, node.Address, node.Silence);
    }

    private void TellBack(RunEffect.TellBack node)
    {
        _log.Info("Node {0} at {1} answers again.", node.Number, Node.Text(node.Address));
        _setup.Watcher?.Back(node.Number, node.Address);
    }

    private void Lose(RunEffect.Lose node)
    {
        List<ProcessId> processes = [.. Enumerable.Range(node.First, node.Count).Select(id => new ProcessId(id))];
        processes.ForEach(_setup.Judge.Lose);
        _merge.Lose(processes);
        _log.Info("Node {0} at {1} was lost, with {2}.", node.Number, Node.Text(node.Address), ProcessList.Named(processes));
        _setup.Watcher?.Lost(node.Number, node.Address, node.First, node.Count);
    }

    private void OnFinish(RunEffect.Finish finish)
    {
        if (finish.Stopped is null)
            _merge.End();
        var summary = _setup.Judge.Finish(finish.Counter, stopped: finish.Stopped);
        foreach (var process in summary.Lost)
            _setup.Trace?.On(summary.Elapsed, new Fault.Crash(process));
        End(new RunOutcome(summary, null), new Ended(Sentence(summary), summary.Verdict == RunVerdict.Good));
    }

    private static string Sentence(RunSummary summary)
    {
        var verdict = summary.Lost.Count == 1 ? $"without {summary.Protocol.Words.List(summary.Lost)}, which was lost"
            : summary.Lost.Count > 1 ? $"without {summary.Protocol.Words.List(summary.Lost)}, which were lost"
            : summary.Verdict == RunVerdict.Good ? "and is good"
            : summary.IsGood ? "and shows nothing"
            : $"with {summary.ViolationCount} violations";
        return $"The run ended after {summary.Entries} {(summary.Entries == 1 ? "entry" : "entries")}, {verdict}.";
    }

    private void OnFail(string reason) =>
        End(new RunOutcome(null, reason), new Ended($"The run could not be finished: {reason}.", false));

    private void End(RunOutcome outcome, Ended ended)
    {
        _log.Info("{0}", ended.Outcome);
        _outcome = outcome;
        Self.Tell(ended);
    }

    private void OnStop()
    {
        _asker.Tell(_outcome);
        Context.Stop(Self);
    }

    /// <summary>Begin. Answered by <see cref="RunOutcome"/>, when the run is over.</summary>
    public sealed record Start
    {
        /// <summary>The one instance needed.</summary>
        public static Start Instance { get; } = new();
    }

    /// <summary>
    /// The time is over; also from outside, to end a run early. A second one has no effect. Nothing answers it.
    /// </summary>
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
