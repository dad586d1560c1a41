using Akka.Actor;
using Coterie.Actors.Shell;
using Coterie.Actors.Wire;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;
using Fence = Coterie.Lab.Running.RunProtocol.Fence;

namespace Coterie.Lab.Running;

/// <summary>How a node is set up.</summary>
/// <param name="Recorder">Sees the steps of its processes.</param>
/// <param name="Log">Keeps their steps until the run has them; null where the run's checker sees them itself.</param>
/// <param name="Watcher">Is told how the run comes along; null for nobody.</param>
public sealed record NodeSetup(RunRecorder Recorder, StepLog? Log, IRunWatcher? Watcher);

/// <summary>
/// The share of a run that is on one machine: makes its processes and their workers as the run says, and sends the run their steps. A process that
/// fails is stopped, not restarted, and the run is told.
/// </summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private const int ShipmentsBeforeRepeating = 20; // a second
    private static readonly TimeSpan ShipInterval = TimeSpan.FromMilliseconds(50);

    private readonly NodeSetup _setup;
    private readonly ActorPath _contact;
    private readonly List<IActorRef> _processes = [];
    private readonly List<IActorRef> _workers = [];
    private Prepare? _share;
    private IActorRef[] _peers = [];
    private IActorRef _run = ActorRefs.Nobody;
    private Exception? _failure;
    private int _open;
    private bool _closing;
    private int _fence;
    private int _fenced;
    private bool _finishing;
    private int _shipmentsWithoutAnswer;

    /// <summary>A node that waits for its <see cref="Prepare"/>.</summary>
    /// <param name="setup">How it is set up.</param>
    /// <param name="contact">The path of its run; of nobody else does it take anything.</param>
    public NodeActor(NodeSetup setup, ActorPath contact)
    {
        (_setup, _contact) = (setup, contact);
        Receive<IWireMessage>(m => RefusalLog.Of(Context.System).Refused($"A message to the node was refused: {m.GetType().Name} is not from the run."), _ => !IsFromTheRun());
        Receive<Prepare>(On);
        Receive<Peers>(On, m => _workers.Count == 0 && m.Processes.Count <= _peers.Length - (m.First - 1));
        Receive<Begin>(_ => OnBegin());
        Receive<GetClock>(m => _run.Tell(new Clock(_share!.Node, m.Round, _setup.Recorder.Elapsed)), _ => _workers.Count > 0);
        Receive<Close>(_ => OnClose(), _ => _share is not null);
        Receive<WorkerActor.Closed>(_ => OnWorkerClosed());
        Receive<Fence>(On, _ => _share is not null);
        Receive<ShellProtocol.Pong>(_ => OnPong());
        Receive<Finish>(_ => OnFinish(), _ => _share is not null);
        Receive<ShipDue>(_ => OnShipDue());
        Receive<StepsTaken>(On);
        Receive<Terminated>(m => OnTerminated(m.ActorRef));
        // Whether the node takes part, and how the run ended, is for whoever joined. The loss of the run comes the same way, so that it cannot overtake
        // what the run said last.
        Receive<Joined>(OnJoined);
        Receive<JoinRefused>(Context.Parent.Forward);
        Receive<Ended>(Context.Parent.Forward);
        Receive<ActorIdentity>(Context.Parent.Forward);
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

    // The first message shows which actor at that path it is: a later one there is another run.
    private bool IsFromTheRun() => _run.IsNobody() ? Sender.Path.Equals(_contact) : Sender.Equals(_run);

    private void OnJoined(Joined joined)
    {
        _run = Context.Watch(Sender);
        Context.Parent.Forward(joined);
    }

    private void On(Prepare share)
    {
        if (_share is null)
        {
            (_share, _run) = (share, Sender);
            _setup.Watcher?.Runs(share.Settings.Protocol);
            _peers = new IActorRef[share.Settings.Processes];
            foreach (var id in Ids(share))
                _processes.Add(Context.Watch(Context.ActorOf(MachineActor.Props(id, Options(share.Settings)), $"process-{id}")));
        }
        _run.Tell(new Prepared(_share.Node, [.. _processes]));
    }

    private void On(Peers peers)
    {
        for (var i = 0; i < peers.Processes.Count; i++)
            _peers[peers.First - 1 + i] = peers.Processes[i];
    }

    private void OnBegin()
    {
        // What is missing comes again, and this with it.
        if (_share is null || Array.Exists(_peers, peer => peer is null))
            return;
        if (_workers.Count == 0)
            Start(_share);
        _run.Tell(new Begun(_share.Node));
    }

    private void Start(Prepare share)
    {
        _setup.Watcher?.Began(share.First, share.Count);
        _setup.Recorder.Restart();
        var membership = new ShellProtocol.Membership(_peers);
        _processes.ForEach(process => process.Tell(membership));
        foreach (var id in Ids(share))
            _workers.Add(Context.Watch(Context.ActorOf(WorkerActor.Props(id, _processes[id.Value - share.First], share.Counter, share.Settings), $"worker-{id}")));
        _open = _workers.Count;
        if (_setup.Log is not null)
            Timers.StartPeriodicTimer(ShipDue.Instance, ShipDue.Instance, ShipInterval);
    }

    private void OnClose()
    {
        if (!_closing)
            _workers.ForEach(worker => worker.Tell(WorkerActor.Close.Instance));
        _closing = true;
        TellWhereClosed();
    }

    private void OnWorkerClosed()
    {
        _open--;
        TellWhereClosed();
    }

    private void TellWhereClosed()
    {
        if (_closing && _open == 0)
            _run.Tell(new Closed(_share!.Node));
    }

    private void On(Fence fence)
    {
        if (fence.Round > _fence)
        {
            (_fence, _fenced) = (fence.Round, 0);
            _processes.ForEach(process => process.Tell(ShellProtocol.Ping.Instance));
        }
        TellWhereFenced();
    }

    private void OnPong()
    {
        _fenced++;
        TellWhereFenced();
    }

    private void TellWhereFenced()
    {
        if (_fenced == _processes.Count)
            _run.Tell(new Fenced(_share!.Node, _fence));
    }

    private void OnFinish()
    {
        _finishing = true;
        Ship();
        TellWhereFinished();
    }

    private void OnShipDue()
    {
        if (_setup.Log!.HasOverflowed)
            _run.Tell(new Failed(_share!.Node, $"node {_share.Node} takes more steps than the first node keeps up with"));
        if (++_shipmentsWithoutAnswer >= ShipmentsBeforeRepeating)
        {
            _shipmentsWithoutAnswer = 0;
            _setup.Log.Rewind();
        }
        Ship();
    }

    private void Ship()
    {
        while (_setup.Log?.NextBatch() is { } batch)
            _run.Tell(new Steps(_share!.Node, batch.First, batch.Steps));
    }

    private void On(StepsTaken taken)
    {
        _shipmentsWithoutAnswer = 0;
        _setup.Log?.Taken(taken.Next);
        Ship();
        TellWhereFinished();
    }

    private void TellWhereFinished()
    {
        if (_finishing && _setup.Log is null or { IsEmpty: true })
            _run.Tell(new Finished(_share!.Node));
    }

    private void OnTerminated(IActorRef actor)
    {
        if (actor.Equals(_run))
        {
            Context.Parent.Tell(RunLost.Instance);
            return;
        }
        var cause = _failure is null ? "" : $": {_failure.Message}";
        _run.Tell(new Failed(_share!.Node, $"{actor.Path.Name} stopped{cause}"));
    }

    private MachineOptions Options(SimulationSettings settings) => new(
        (self, processes) => settings.Protocol.Create(new MachineSetup(self, processes, settings.ResendInterval)), _setup.Recorder);

    private static IEnumerable<ProcessId> Ids(Prepare share) => Enumerable.Range(share.First, share.Count).Select(id => new ProcessId(id));

    /// <summary>To the parent: the run that the node takes part in has stopped, or its machine is lost.</summary>
    internal sealed record RunLost
    {
        public static RunLost Instance { get; } = new();
    }

    private sealed record ShipDue
    {
        public static ShipDue Instance { get; } = new();
    }
}
