using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Mutex;

/// <summary>Runs of protocols that survive crashes as long as no message takes more than 40 ms.</summary>
internal static class CrashRuns
{
    /// <summary>Processes 1 to 4 may crash and come back, and do so once more.</summary>
    public static IEnumerable<PlannedFault> Crashes(int seed)
    {
        var draws = new Draws(seed, 1);
        for (var id = 1; id <= 4; id++)
        {
            for (var half = 0; half < 2; half++)
            {
                var at = TimeSpan.FromSeconds((10 * half) + (9 * draws.NextFraction()));
                yield return new PlannedFault.Crash(new ProcessId(id), at);
                yield return new PlannedFault.Restart(new ProcessId(id), at + TimeSpan.FromSeconds(0.9 * draws.NextFraction()));
            }
        }
    }

    /// <summary>A run of 20 s in which messages overtake each other.</summary>
    public static RunSummary Run(Protocol protocol, int processes, long seed, params PlannedFault[] faults) =>
        VirtualSimulation.Run(Settings(protocol, processes, seed) with
        {
            Faults = faults,
            ChecksInvariants = true,
            Network = new NetworkModel { Reorder = true, Latency = new Latency.Uniform(Range(0, 40)) },
        });

    /// <summary>Its settings, without faults.</summary>
    public static VirtualSettings Settings(Protocol protocol, int processes, long seed) => new(new SimulationSettings(
        processes, TimeSpan.FromSeconds(20), Range(0, 500), Range(0, 300), seed, TimeSpan.FromSeconds(10), protocol));

    private static DurationRange Range(int shortest, int longest) =>
        new(TimeSpan.FromMilliseconds(shortest), TimeSpan.FromMilliseconds(longest));
}
