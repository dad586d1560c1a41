using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Nodes;
using Coterie.Actors.Shell;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Lab.Running;

/// <summary>How a node is set up.</summary>
/// <param name="Recorder">Sees the steps of its processes.</param>
/// <param name="Log">Keeps their steps until the run has them; null if the run's judge gets them itself.</param>
/// <param name="Watcher">Learns how the run proceeds; null for none.</param>
internal sealed record NodeSetup(RunRecorder Recorder, StepLog? Log, IRunWatcher? Watcher);

/// <summary>
/// The part of a run that is on one machine: the shell that lets <see cref="NodeRules"/> run as an actor. It makes processes and
/// workers as the rules say, and refuses messages that are not from its run. It decides nothing else. A process that fails is
/// stopped, not restarted, and the run learns of it.
/// </summary>
internal sealed class NodeActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeSetup _setup;
    private readonly NodeRules _rules;
    private readonly ActorPath _contact;
    private readonly List<IActorRef> _processes = [];
    private readonly List<IActorRef> _workers = [];
    private IActorRef _run = ActorRefs.Nobody;
    private int _number; // 0: this node has not joined
    private Exception? _failure;

    /// <summary>A node that waits for its <see cref="Prepare"/>.</summary>
    /// <param name="setup">How it is set up.</param>
    /// <param name="contact">The path of its run; messages of others are refused.</param>
    public NodeActor(NodeSetup setup, ActorPath contact)
    {
        (_setup, _contact, _rules) = (setup, contact, new NodeRules(setup.Log));
        Receive<IWireMessage>(Refuse, _ => !IsFromTheRun());
        // The parent joined the run, so it gets the answer to that, and the end of the run. The loss of the run takes the same
        // way, so that it cannot overtake the last message of the run.
        Receive<Joined>(OnJoined);
        Receive<JoinRefused>(Context.Parent.Forward);
        Receive<Ended>(Context.Parent.Forward);
        Receive<ActorIdentity>(Context.Parent.Forward);
        Receive<Prepare>(OnPrepare);
        Receive<IWireMessage>(m => Take(new NodeInput.FromRun(m)));
        Receive<WorkerActor.Closed>(_ => Take(new NodeInput.WorkerClosed()));
        Receive<ShellProtocol.Pong>(_ => Take(new NodeInput.ProcessAnswered()));
        Receive<ShipDue>(_ => Take(new NodeInput.ShipDue()));
        Receive<Terminated>(m => OnTerminated(m.ActorRef));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one; see the constructor.</summary>
    public static Props Props(NodeSetup setup, ActorPath contact) => Akka.Actor.Props.Create(() => new NodeActor(setup, contact));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _failure = failure;
        return Directive.Stop;
    });

    private static void Refuse(IWireMessage message) =>
        RefusalLog.Of(Context.System)
            .Refused($"A message to the node was refused: {message.GetType().Name} is not from the run.");

    // The first message shows which actor at that path is the run. A later actor at the same path is another run.
    private bool IsFromTheRun() => _run.IsNobody() ? Sender.Path.Equals(_contact) : Sender.Equals(_run);

    private void OnJoined(Joined joined)
    {
        _run = Context.Watch(Sender);
        if (_number == joined.Node)
            return;
        _number = joined.Node;
        _setup.Watcher?.Joined(joined.Node, joined.Nodes, _contact.Address); // here, so that it comes before the beginning
        Context.Parent.Forward(joined);
    }

    private void OnPrepare(Prepare share)
    {
        if (_run.IsNobody())
            _run = Sender;
        Take(new NodeInput.FromRun(share));
    }

    private void OnTerminated(IActorRef actor)
    {
        if (actor.Equals(_run))
        {
            _log.Info("The run at {0} has stopped, or its machine is lost.", Node.Text(_contact.Address));
            Context.Parent.Tell(RunLost.Instance);
            return;
        }
        Take(new NodeInput.Stopped(actor.Path.Name, _failure?.Message));
    }

    private void Take(NodeInput input)
    {
        var before = _rules.Phase;
        var effects = _rules.On(input, _setup.Recorder.Elapsed);
        if (_rules.Phase != before)
            _log.Debug("The node goes from {0} to {1}.", before, _rules.Phase);
        foreach (var effect in effects)
            CarryOut(effect);
    }

    private void CarryOut(NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Send send: Send(send.Message); break;
            case NodeEffect.Make make: Make(make.Share); break;
            case NodeEffect.TellProcesses tell: Send(new Prepared(tell.Node, [.. _processes])); break;
            case NodeEffect.BeginWork work: BeginWork(work.Share, work.Peers); break;
            case NodeEffect.CloseWorkers: _workers.ForEach(worker => worker.Tell(WorkerActor.Close.Instance)); break;
            case NodeEffect.AskProcesses: _processes.ForEach(process => process.Tell(ShellProtocol.Ping.Instance)); break;
            case NodeEffect.SetShipTimer timer: Timers.StartSingleTimer(ShipDue.Instance, ShipDue.Instance, timer.After); break;
            case NodeEffect.Ignore ignored: Unhandled(ignored.Message); break;
        }
    }

    private void Send(IWireMessage message)
    {
        if (message is Failed failed)
            _log.Info("The run is told of a failure: {0}.", failed.Reason);
        _run.Tell(message);
    }

    private void Make(Prepare share)
    {
        var settings = share.Settings;
        foreach (var id in Ids(share))
            _processes.Add(Watched(MachineActor.Props(id, Options(settings)), $"process-{id}"));
        _log.Info("Made {0} of {1} processes, as node {2}.", share.Count, settings.Processes, share.Node);
    }

    private void BeginWork(Prepare share, IReadOnlyList<IActorRef> peers)
    {
        _setup.Watcher?.Runs(share.Settings.Protocol);
        _setup.Watcher?.Began(share.First, share.Count);
        _setup.Recorder.Restart();
        var membership = new ShellProtocol.Membership(peers);
        _processes.ForEach(process => process.Tell(membership));
        foreach (var (id, process) in Ids(share).Zip(_processes))
            _workers.Add(Watched(WorkerActor.Props(id, process, share.Counter, share.Settings), $"worker-{id}"));
        _log.Info("The processes of node {0} begin.", share.Node);
    }

    private MachineOptions Options(SimulationSettings settings) => new(
        (self, processes) => settings.Protocol.Create(new MachineSetup(self, processes, settings.ResendInterval)),
        _setup.Recorder);

    private static IActorRef Watched(Props props, string name) => Context.Watch(Context.ActorOf(props, name));

    private static IEnumerable<ProcessId> Ids(Prepare share) =>
        Enumerable.Range(share.First, share.Count).Select(id => new ProcessId(id));

    /// <summary>To the parent: the run that the node takes part in has stopped, or its machine is lost.</summary>
    public sealed record RunLost
    {
        public static RunLost Instance { get; } = new();
    }

    private sealed record ShipDue
    {
        public static ShipDue Instance { get; } = new();
    }
}
