using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing;

/// <summary>Traces of runs in virtual time.</summary>
internal static class RecordedRuns
{
    private static readonly DurationRange Think = DurationRange.TryParse("0..20ms")!;
    private static readonly DurationRange Hold = DurationRange.TryParse("1ms..5ms")!;
    private static readonly Chance FivePerCent = Chance.TryParse("5%")!.Value;

    /// <summary>The names of all algorithms.</summary>
    public static TheoryData<string> Algorithms => [.. MutexAlgorithms.All.Select(protocol => protocol.Name)];

    /// <summary>
    /// A run of a protocol: each process makes a few requests, under all the faults that the protocol can stand.
    /// </summary>
    public static Trace Of(Protocol protocol, int processes, long seed, int requests = 4, double seconds = 30)
    {
        var events = new List<TraceEvent>();
        Run(protocol, processes, seed, new TraceRecorder(processes, protocol, events.Add), requests, seconds);
        return new Trace(
            TraceHeader.Of(protocol, processes, seed) with { HasEnd = true },
            events);
    }

    /// <summary>The same run with a listener of one's own.</summary>
    public static void Run(
        Protocol protocol, int processes, long seed, IRunListener listener, int requests = 4, double seconds = 30)
    {
        var simulation = new SimulationSettings(
            processes, TimeSpan.FromSeconds(seconds), Think, Hold, seed, TimeSpan.FromMilliseconds(50), protocol);
        var settings = new VirtualSettings(simulation)
        {
            Requests = requests,
            Network = NetworkOf(protocol),
            Faults = FaultsOf(protocol, processes),
        };
        VirtualSimulation.Run(settings, [listener]);
    }

    private static NetworkModel NetworkOf(Protocol protocol) => new()
    {
        Latency = Latency.TryParse("200us..2ms")!,
        Reorder = !protocol.Needs.InOrder,
        Loss = protocol.Needs.Lossless ? default : FivePerCent,
        Duplicate = protocol.Needs.Lossless ? default : FivePerCent,
    };

    private static PlannedFault[] FaultsOf(Protocol protocol, int processes)
    {
        var (first, last) = (new ProcessId(1), new ProcessId(processes));
        var pause = new PlannedFault.Pause(last, Milliseconds(10), Milliseconds(30));
        PlannedFault[] crash =
            [new PlannedFault.Crash(first, Milliseconds(40)), new PlannedFault.Restart(first, Milliseconds(60))];
        if (protocol.MostDelay is not null)
            return crash;
        return protocol.Needs.Lossless || processes == 1
            ? [pause]
            : [pause, new PlannedFault.Partition([[first]], Milliseconds(15), Milliseconds(25)), .. crash];
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
