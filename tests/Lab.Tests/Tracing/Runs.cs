using Coterie.Lab.Tracing;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing;

/// <summary>Traces of runs in virtual time.</summary>
internal static class Runs
{
    private static readonly DurationRange Think = DurationRange.TryParse("0..20ms")!;
    private static readonly DurationRange Hold = DurationRange.TryParse("1ms..5ms")!;
    private static readonly Chance FivePerCent = Chance.TryParse("5%")!.Value;

    /// <summary>The names of all algorithms.</summary>
    public static TheoryData<string> Algorithms => [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    /// <summary>A run of an algorithm, each process with a few requests; with all the faults that the algorithm can stand.</summary>
    public static Trace Of(MutexAlgorithm algorithm, int processes, long seed, int requests = 4, double seconds = 30)
    {
        var events = new List<TraceEvent>();
        var simulation = new SimulationSettings(
            processes, TimeSpan.FromSeconds(seconds), Think, Hold, seed, new MutexSettings(TimeSpan.FromMilliseconds(50)), algorithm);
        var settings = new VirtualSettings(simulation) { Requests = requests, Network = NetworkOf(algorithm), Faults = FaultsOf(algorithm, processes) };
        VirtualSimulation.Run(settings, [new TraceRecorder(processes, algorithm.Promises, events.Add)]);
        return new Trace(new TraceHeader(algorithm.Name, processes, seed, IsVirtual: true, DateTimeOffset.UnixEpoch) { Bug = algorithm.Bug, HasEnd = true }, events);
    }

    private static NetworkModel NetworkOf(MutexAlgorithm algorithm) => new()
    {
        Latency = Latency.TryParse("200us..2ms")!,
        Reorder = !algorithm.Needs.InOrder,
        Loss = algorithm.Needs.Lossless ? default : FivePerCent,
        Duplicate = algorithm.Needs.Lossless ? default : FivePerCent,
    };

    private static PlannedFault[] FaultsOf(MutexAlgorithm algorithm, int processes)
    {
        var (first, last) = (new ProcessId(1), new ProcessId(processes));
        var pause = new PlannedFault.Pause(last, Milliseconds(10), Milliseconds(30));
        return algorithm.Needs.Lossless || processes == 1 ? [pause] :
        [
            pause,
            new PlannedFault.Partition([[first]], Milliseconds(15), Milliseconds(25)),
            new PlannedFault.Crash(first, Milliseconds(40)),
            new PlannedFault.Restart(first, Milliseconds(60)),
        ];
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
