using Akka.Actor;
using Akka.Configuration;
using Coterie.Checking;
using Coterie.Mutex;

namespace Coterie.Simulation;

/// <summary>Runs N processes in real time on an actor system of their own, and judges the run.</summary>
public static class MutexSimulation
{
    /// <summary>Runs to the end and sums up.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="config">The configuration of the actor system.</param>
    /// <param name="algorithm">The rules of the processes; default Ricart-Agrawala.</param>
    /// <param name="checker">Judges the run; may be looked at meanwhile. Default: a new one.</param>
    /// <param name="listener">Is told of every step, before the checker; default nobody.</param>
    /// <param name="close">Ends the run early, as if the time were over.</param>
    /// <exception cref="SimulationFailedException">A process failed, and the run could not be finished.</exception>
    public static async Task<RunSummary> RunAsync(
        SimulationSettings settings,
        Config config,
        MutexAlgorithm? algorithm = null,
        RunChecker? checker = null,
        IRunListener? listener = null,
        CancellationToken close = default)
    {
        checker ??= new RunChecker(settings.Processes);
        algorithm ??= (self, processes) => new RicartAgrawala(self, processes);
        var system = ActorSystem.Create("coterie", config);
        try
        {
            var recorder = new RunRecorder(TimeProvider.System, listener is null ? [checker] : [listener, checker]);
            var run = system.ActorOf(Props.Create(() => new RunActor(settings, algorithm, recorder)), "run");
            var ended = run.Ask<RunOutcome>(RunActor.Start.Instance, System.Threading.Timeout.InfiniteTimeSpan, CancellationToken.None);
            using var closing = close.Register(() => run.Tell(RunActor.CloseDue.Instance));
            var outcome = await ended.ConfigureAwait(false);
            if (outcome.Failure is { } failure)
                throw new SimulationFailedException(failure);
            return checker.Finish(outcome.Counter);
        }
        finally
        {
            await system.Terminate().ConfigureAwait(false);
        }
    }
}
