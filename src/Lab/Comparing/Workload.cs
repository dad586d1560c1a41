using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Comparing;

/// <summary>
/// The same seeded workload for every algorithm, in virtual time: a message takes T, and a process stays inside for E, a tenth of
/// T. Below the highest load, a process thinks for an exponentially distributed time, so that each process is equally likely to
/// ask next.
/// </summary>
internal static class Workload
{
    /// <summary>T, the time of a message on its way.</summary>
    public static TimeSpan OnTheWay { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>E, the time that a process stays inside, in T.</summary>
    public const double Inside = 0.1;

    /// <summary>How long a vote counts, in T, where votes have leases.</summary>
    public const double Lease = 10_000;

    private const int EntriesAtLow = 6_000;
    private const int EntriesPerProcess = 60;
    private const int FewestEntries = 1_500;
    private static readonly DurationRange None = new(TimeSpan.Zero, TimeSpan.Zero);
    private static readonly TimeSpan NoResends = TimeSpan.FromDays(1);

    /// <summary>Runs one algorithm and measures it.</summary>
    /// <param name="algorithm">Which one.</param>
    /// <param name="processes">N, from 2.</param>
    /// <param name="load">How often they want in.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <param name="stop">Ends the run early; then the measurement means little.</param>
    public static Measurement Run(Contender algorithm, int processes, Load load, long seed, CancellationToken stop = default)
    {
        // The longest time that an entry takes on average. It makes the run long enough for the entries, after a start of at
        // least a fifth of that, which is not measured.
        var perEntry = OnTheWay * (load.Offered is { } offered ? Math.Max(1 / offered, 2 + Inside) : 2 + Inside);
        var entries = load == Load.Low ? EntriesAtLow : Math.Max(FewestEntries, EntriesPerProcess * processes);
        var from = perEntry * Math.Max(entries / 5, 2 * processes);
        var to = from + perEntry * entries;
        var all = algorithm.Voters + processes;
        var meter = new Meter(all, from, to, algorithm.Apart);
        var inside = OnTheWay * Inside;
        var simulation = new SimulationSettings(
            all, to, None, new DurationRange(inside, inside), seed, NoResends, algorithm.Protocol(processes));
        var settings = new VirtualSettings(simulation)
        {
            Network = new NetworkModel { Latency = Latency.Constant(OnTheWay) },
            Think = load.Offered is { } requests ? new Latency.Exponential(OnTheWay * (processes / requests)) : null,
        };
        var summary = VirtualSimulation.Run(settings, [meter], close: stop);
        return Measured(algorithm, processes, load, meter, (to - from) / OnTheWay, summary);
    }

    private static Measurement Measured(
        Contender algorithm, int processes, Load load, Meter meter, double time, RunSummary summary)
    {
        var entries = (double)meter.Entries;
        return new Measurement(
            algorithm,
            processes,
            load,
            meter.Entries,
            meter.ByKind,
            meter.Messages / entries,
            meter.Delay / OnTheWay,
            (meter.Response ?? TimeSpan.Zero) / OnTheWay,
            entries / time,
            entries * entries / (processes * meter.EntriesPerProcess.Sum(count => (double)count * count)),
            summary.Violations);
    }
}
