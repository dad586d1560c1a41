namespace Coterie.Bench.Harness;

/// <summary>A named group of cases: one entry of the menu.</summary>
public sealed record Suite(string Name, string About, IReadOnlyList<Case> Cases, string? Baseline = null);

/// <summary>
/// One row: runs <paramref name="Operations"/> operations and returns when they are done. If there is a baseline, both run
/// one after the other in each round, and the row shows the ratio of each round.
/// </summary>
public sealed record Case(string Name, int Operations, string Unit, Func<int, Task> Run)
{
    /// <summary>The same work without the engine.</summary>
    public Func<int, Task>? Baseline { get; init; }

    /// <summary>The same rate in another unit: how many of these units one operation counts as.</summary>
    public (double PerOperation, string Unit)? Also { get; init; }

    /// <summary>The durations of single operations; null if the case does not note them.</summary>
    public Latencies? Latencies { get; init; }

    /// <summary>The durations of single operations of the baseline; null if they are not noted.</summary>
    public Latencies? BaselineLatencies { get; init; }

    /// <summary>Called before all rounds.</summary>
    public Func<Task>? Setup { get; init; }

    /// <summary>Called after all rounds.</summary>
    public Func<Task>? Cleanup { get; init; }
}
