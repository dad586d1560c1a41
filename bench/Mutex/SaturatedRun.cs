using Akka.Configuration;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Bench.Mutex;

/// <summary>A run of actors that is over after a number of entries.</summary>
internal sealed class SaturatedRun(int entries) : IRunListener
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }");
    private static readonly DurationRange None = new(TimeSpan.Zero, TimeSpan.Zero);
    private readonly CancellationTokenSource _enough = new();
    private int _left = entries;

    public static async Task PlayAsync(int processes, int entries)
    {
        var settings = new SimulationSettings(
            processes,
            SimulationSettings.LongestDuration,
            None,
            None,
            1,
            TimeSpan.FromMinutes(1),
            MutexAlgorithms.RicartAgrawala.InLab());
        var run = new SaturatedRun(entries);
        var summary = await ActorSimulation.RunAsync(settings, Quiet, listener: run, close: run._enough.Token);
        if (!summary.IsGood)
            throw new InvalidOperationException($"The run must be good, was [{summary.Violations[0].Text}].");
    }

    public void On(TimeSpan at, in Step step)
    {
        if (step.Find(Deed.Left) is not null && --_left == 0)
            _enough.CancelAsync();
    }
}
