using System.Diagnostics;

namespace Coterie.Bench.Harness;

/// <summary>What the rounds of one case showed: rates in operations per second.</summary>
public sealed record Measurement(string Name, string Unit, int Operations, IReadOnlyList<double> Rates, double BytesPerOperation,
    IReadOnlyList<double> BaselineRates, IReadOnlyList<double> Ratios)
{
    /// <summary>The same rates in another unit, if the case has one.</summary>
    public (double PerOperation, string Unit)? Also { get; init; }

    /// <summary>How long single operations took, if the case notes it.</summary>
    public Latencies? Latencies { get; init; }

    /// <summary>How long single operations of the baseline took, if the case notes it.</summary>
    public Latencies? BaselineLatencies { get; init; }

    /// <summary>Runs one round to warm up and then the measured ones.</summary>
    public static async Task<Measurement> Of(Case of, int rounds)
    {
        try
        {
            if (of.Setup is not null) await of.Setup();
            List<double> rates = [], baseline = [], ratios = [], bytes = [];
            for (var round = -2; round < rounds; round++)
            {
                if (round == 0)
                {
                    of.Latencies?.Clear();
                    of.BaselineLatencies?.Clear();
                }
                var (rate, allocated) = await Time(of.Run, of.Operations);
                double? compared = of.Baseline is null ? null : (await Time(of.Baseline, of.Operations)).Rate;
                if (round < 0) continue;
                rates.Add(rate);
                bytes.Add(allocated);
                if (compared is not { } other) continue;
                baseline.Add(other);
                ratios.Add(rate / other);
            }
            return new Measurement(of.Name, of.Unit, of.Operations, rates, Median(bytes), baseline, ratios)
            {
                Also = of.Also,
                Latencies = of.Latencies,
                BaselineLatencies = of.BaselineLatencies,
            };
        }
        finally
        {
            if (of.Cleanup is not null) await of.Cleanup();
        }
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static async Task<(double Rate, double Bytes)> Time(Func<int, Task> run, int operations)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        await run(operations);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (operations / seconds, (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / operations);
    }
}
