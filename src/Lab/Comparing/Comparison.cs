namespace Coterie.Lab.Comparing;

/// <summary>What to compare.</summary>
/// <param name="Algorithms">The algorithms, in this order.</param>
/// <param name="Processes">Each N with which they are measured.</param>
/// <param name="Loads">Each load under which they are measured.</param>
/// <param name="Seed">The seed of the random draws.</param>
public sealed record ComparisonSettings(
    IReadOnlyList<Contender> Algorithms, IReadOnlyList<int> Processes, IReadOnlyList<Load> Loads, long Seed)
{
    /// <summary>The fewest processes for which the figures of theory mean something.</summary>
    public const int FewestProcesses = 2;

    /// <summary>The most processes; with more, a comparison takes minutes.</summary>
    public const int MostProcesses = 300;
}

/// <summary>Algorithms side by side on the same workload.</summary>
/// <param name="Settings">What was compared.</param>
/// <param name="Measurements">By N, by load, by algorithm.</param>
public sealed record Comparison(ComparisonSettings Settings, IReadOnlyList<Measurement> Measurements)
{
    private static readonly double[] Offered = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2];

    /// <summary>
    /// Runs all of them, several at once if the machine has several processors. The figures do not depend on that.
    /// </summary>
    /// <param name="settings">What to compare.</param>
    /// <param name="progress">Called on any thread, with the number of measurements that are done, and of all.</param>
    /// <param name="stop">Ends the runs early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static Comparison Run(ComparisonSettings settings, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        var runs =
            from processes in settings.Processes
            from load in settings.Loads
            from algorithm in settings.Algorithms
            select (algorithm, processes, load);
        return new Comparison(settings, Measure([.. runs], settings.Seed, progress, stop));
    }

    /// <summary>
    /// Throughput against load: each algorithm at one size, under loads from a tenth of a request per T to two.
    /// </summary>
    /// <param name="settings">Which algorithms, and the seed.</param>
    /// <param name="processes">The size.</param>
    /// <param name="progress">Called on any thread, with the number of measurements that are done, and of all.</param>
    /// <param name="stop">Ends the runs early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static IReadOnlyList<Measurement> Sweep(
        ComparisonSettings settings, int processes, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        var runs =
            from offered in Offered
            from algorithm in settings.Algorithms
            select (algorithm, processes, new Load("", offered));
        return Measure([.. runs], settings.Seed, progress, stop);
    }

    private static List<Measurement> Measure(
        (Contender Algorithm, int Processes, Load Load)[] runs,
        long seed,
        Action<int, int>? progress,
        CancellationToken stop)
    {
        var done = 0;
        var measurements = runs.AsParallel().AsOrdered().WithCancellation(stop).Select(run =>
        {
            var measured = Workload.Run(run.Algorithm, run.Processes, run.Load, seed, stop);
            progress?.Invoke(Interlocked.Increment(ref done), runs.Length);
            return measured;
        }).ToList();
        stop.ThrowIfCancellationRequested();
        return measurements;
    }
}
