namespace Coterie.Bench.Harness;

/// <summary>A named group of cases: one entry of the menu.</summary>
public sealed record Suite(string Name, string About, IReadOnlyList<Case> Cases, string? Baseline = null);

/// <summary>
/// One row: runs <paramref name="Operations"/> operations and returns when they are done. Where there is a
/// baseline, both run one after the other in each round, and the row shows the ratio of each round.
/// </summary>
public sealed record Case(string Name, int Operations, string Unit, Func<int, Task> Run)
{
    /// <summary>The same work without the engine.</summary>
    public Func<int, Task>? Baseline { get; init; }

    /// <summary>The same rate in another unit: how many of these an operation is worth.</summary>
    public (double PerOperation, string Unit)? Also { get; init; }

    /// <summary>Where the case notes how long single operations took, if it does.</summary>
    public Latencies? Latencies { get; init; }

    /// <summary>The same of the baseline.</summary>
    public Latencies? BaselineLatencies { get; init; }

    /// <summary>Called before all rounds.</summary>
    public Func<Task>? Setup { get; init; }

    /// <summary>Called after all rounds.</summary>
    public Func<Task>? Cleanup { get; init; }
}
