using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Comparing;

/// <summary>What to compare.</summary>
/// <param name="Algorithms">Which ones, in this order.</param>
/// <param name="Processes">For each N.</param>
/// <param name="Loads">Under each load.</param>
/// <param name="Seed">Of the random draws.</param>
public sealed record ComparisonSettings(IReadOnlyList<MutexAlgorithm> Algorithms, IReadOnlyList<int> Processes, IReadOnlyList<Load> Loads, long Seed)
{
    /// <summary>The fewest processes for which theory's figures mean something.</summary>
    public const int FewestProcesses = 2;

    /// <summary>Above it, a comparison takes minutes.</summary>
    public const int MostProcesses = 300;
}

/// <summary>Algorithms side by side on the same workload.</summary>
/// <param name="Settings">What was compared.</param>
/// <param name="Measurements">By N, by load, by algorithm.</param>
public sealed record Comparison(ComparisonSettings Settings, IReadOnlyList<Measurement> Measurements)
{
    private static readonly double[] Offered = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2];

    /// <summary>Runs all of them, several at once where the machine has several processors; the figures do not depend on it.</summary>
    /// <param name="settings">What to compare.</param>
    /// <param name="progress">Is told, from any thread, how many measurements are done, and of how many.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came.</exception>
    public static Comparison Run(ComparisonSettings settings, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        var runs =
            from processes in settings.Processes
            from load in settings.Loads
            from algorithm in settings.Algorithms
            select (algorithm, processes, load);
        return new Comparison(settings, Measure([.. runs], settings.Seed, progress, stop));
    }

    /// <summary>Throughput against load: each algorithm at one size, under loads from a tenth of a request per T to two.</summary>
    /// <param name="settings">Which algorithms, and the seed.</param>
    /// <param name="processes">The size.</param>
    /// <param name="progress">Is told, from any thread, how many measurements are done, and of how many.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came.</exception>
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
        (MutexAlgorithm Algorithm, int Processes, Load Load)[] runs, long seed, Action<int, int>? progress, CancellationToken stop)
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
