using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Ends a system in phases (<c>akka.coordinated-shutdown.phases</c>): the tasks of a phase run side by side, and
/// the next phase begins once they have ended or their time is up. Runs once.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    /// <summary>The first phase of the standard ones.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop accepting connections.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests in progress.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Stop services.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>Before the system leaves a cluster.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>For clusters.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>For clusters.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>For clusters.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>For clusters.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>For clusters.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>Last chance to use actors.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>The system terminates.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Lock _lock = new();
    private readonly ILoggingAdapter _log;
    private readonly IReadOnlyList<Phase> _phases;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = [];
    private Task<Done>? _run;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, "CoordinatedShutdown");
        var config = system.Settings.Config;
        var names = config.GetConfig("akka.coordinated-shutdown.phases")!.Root.Keys;
        _phases = Phase.AllInOrder(config, names);
        var settings = system.Settings;
        var exitClr = config.GetBoolean("akka.coordinated-shutdown.exit-clr");
        if (settings.CoordinatedShutdownRunByActorSystemTerminate && !settings.CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.terminate-actor-system must be on when run-by-actor-system-terminate is, was [off].");
        }
        if (settings.CoordinatedShutdownTerminateActorSystem)
        {
            AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
            {
                await ((ActorSystemImpl)system).FinalTerminate().ConfigureAwait(false);
                return Done.Instance;
            });
        }
        if (config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook")) ProcessEnd.Register(this);
        if (exitClr) _exitClr = true;
    }

    private readonly bool _exitClr;

    /// <summary>The system that it ends.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Why it runs; null while it does not.</summary>
    public Reason? ShutdownReason { get; private set; }

    /// <summary>The time that all phases with tasks may take together.</summary>
    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_lock) return _phases.Where(phase => _tasks.ContainsKey(phase.Name)).Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Timeout);
        }
    }

    /// <summary>The coordinated shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>Adds a task to a phase; from a task, to a later phase.</summary>
    /// <exception cref="ArgumentException">There is no such phase, or the task has no name.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (_phases.All(known => known.Name != phase))
        {
            throw new ArgumentException(
                $"Phase must be one of [{string.Join(", ", _phases.Select(known => known.Name))}], was [{phase}].", nameof(phase));
        }
        if (string.IsNullOrEmpty(taskName)) throw new ArgumentException("Set a task name when adding tasks to the Coordinated Shutdown.", nameof(taskName));
        lock (_lock)
        {
            if (!_tasks.TryGetValue(phase, out var tasks)) _tasks[phase] = tasks = [];
            tasks.Add((taskName, task));
        }
    }

    /// <summary>Runs the phases, from <paramref name="fromPhase"/> or the first; a second call returns the first one's task.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        TaskCompletionSource start;
        lock (_lock)
        {
            if (_run is not null) return _run;
            if (fromPhase is not null && _phases.All(known => known.Name != fromPhase))
            {
                throw new ArgumentException(
                    $"Phase must be one of [{string.Join(", ", _phases.Select(known => known.Name))}], was [{fromPhase}].", nameof(fromPhase));
            }
            ShutdownReason = reason;
            start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _run = RunPhases(start.Task, fromPhase);
        }
        start.SetResult();
        return _run;
    }

    /// <summary>The time that a phase may take.</summary>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public TimeSpan Timeout(string phase) => _phases.FirstOrDefault(known => known.Name == phase)?.Timeout
        ?? throw new ArgumentException($"Phase must be a known one, was [{phase}].", nameof(phase));

    private async Task<Done> RunPhases(Task start, string? fromPhase)
    {
        await start.ConfigureAwait(false);
        foreach (var phase in _phases.SkipWhile(phase => fromPhase is not null && phase.Name != fromPhase))
        {
            if (!phase.Enabled) continue;
            (string Name, Func<Task<Done>> Run)[] tasks;
            lock (_lock) tasks = _tasks.TryGetValue(phase.Name, out var list) ? [.. list] : [];
            if (tasks.Length > 0) await RunPhase(phase, tasks).ConfigureAwait(false);
        }
        ProcessEnd.Unregister(this);
        if (_exitClr && ShutdownReason is not ClrExitReason) _ = Task.Run(() => Environment.Exit(0));
        return Done.Instance;
    }

    private async Task RunPhase(Phase phase, (string Name, Func<Task<Done>> Run)[] tasks)
    {
        var running = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run)));
        try
        {
            await running.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (phase.Recover)
        {
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase.Name, phase.Timeout);
        }
    }

    private async Task RunTask(Phase phase, string name, Func<Task<Done>> run)
    {
        try
        {
            await Task.Run(run).ConfigureAwait(false);
        }
        catch (Exception failure) when (phase.Recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase.Name, failure.Message);
        }
    }
}

/// <summary>Makes the <see cref="CoordinatedShutdown"/> of a system.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    /// <inheritdoc/>
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new(system);
}
