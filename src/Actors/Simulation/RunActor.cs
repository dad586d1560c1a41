using Akka.Actor;
using Coterie.Mutex;

namespace Coterie.Simulation;

/// <summary>
/// A run: makes the counter, the processes and their workers, closes the workers when the time is over, and tells the outcome once everybody is out
/// and every message sent has arrived. A process that fails is stopped, not restarted, and ends the run: without it nobody can enter.
/// </summary>
public sealed class RunActor : ReceiveActor, IWithTimers
{
    private readonly SimulationSettings _settings;
    private readonly MutexAlgorithm _algorithm;
    private readonly IStepObserver _observer;
    private readonly List<IActorRef> _processes = [];
    private readonly List<IActorRef> _workers = [];
    private IActorRef _counter = ActorRefs.Nobody;
    private IActorRef _asker = ActorRefs.Nobody;
    private Exception? _failure;
    private bool _closing;
    private int _fences;
    private int _awaited;

    /// <summary>A run that waits for <see cref="Start"/>.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="algorithm">The rules of the processes.</param>
    /// <param name="observer">Sees their steps.</param>
    public RunActor(SimulationSettings settings, MutexAlgorithm algorithm, IStepObserver observer)
    {
        (_settings, _algorithm, _observer) = (settings, algorithm, observer);
        Receive<Start>(_ => OnStart());
        Receive<CloseDue>(_ => OnCloseDue());
        Receive<WorkerActor.Closed>(_ => OnClosed());
        Receive<Phase>(_ => OnFence());
        Receive<CounterProtocol.CounterValue>(m => _asker.Tell(new RunOutcome(m.Value, null)));
        Receive<Terminated>(OnTerminated);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _failure = failure;
        return Directive.Stop;
    });

    private void OnStart()
    {
        _asker = Sender;
        _counter = Context.Watch(Context.ActorOf(Props.Create(() => new CounterActor()), "counter"));
        foreach (var id in Ids())
            _processes.Add(Context.Watch(Context.ActorOf(MutexActor.Props(id, _algorithm, _settings.Mutex, _observer), $"process-{id}")));
        var membership = new MutexProtocol.Membership([.. _processes]);
        _processes.ForEach(process => process.Tell(membership));
        foreach (var id in Ids())
            _workers.Add(Context.Watch(Context.ActorOf(WorkerActor.Props(id, _processes[id.Value - 1], _counter, _settings), $"worker-{id}")));
        _awaited = _workers.Count;
        Timers.StartSingleTimer(nameof(CloseDue), CloseDue.Instance, _settings.Duration);
    }

    private void OnCloseDue()
    {
        if (_closing)
            return;
        _closing = true;
        _workers.ForEach(worker => worker.Tell(WorkerActor.Close.Instance));
    }

    private void OnClosed()
    {
        if (--_awaited == 0)
            Fence();
    }

    // Nobody makes a request any more. When every process has answered once, each has handled its client's last command and every request;
    // when all have answered again, each has received every reply.
    private void OnFence()
    {
        if (--_awaited > 0)
            return;
        if (++_fences < 2)
            Fence();
        else
            _counter.Tell(CounterProtocol.ReadCounter.Instance);
    }

    private void Fence()
    {
        _awaited = _processes.Count;
        _processes.ForEach(process => process.Tell(MutexProtocol.GetPhase.Instance));
    }

    private void OnTerminated(Terminated terminated)
    {
        var cause = _failure is null ? "" : $": {_failure.Message}";
        _asker.Tell(new RunOutcome(null, $"{terminated.ActorRef.Path.Name} stopped{cause}"));
    }

    private IEnumerable<ProcessId> Ids() => Enumerable.Range(1, _settings.Processes).Select(id => new ProcessId(id));

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
}

/// <summary>How a run ended.</summary>
/// <param name="Counter">The shared counter at the end; null where the run failed.</param>
/// <param name="Failure">Who stopped, and why; null where nobody did.</param>
public sealed record RunOutcome(long? Counter, string? Failure);
