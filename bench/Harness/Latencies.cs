using System.Diagnostics;

namespace Coterie.Bench.Harness;

/// <summary>How long single operations took, over all measured rounds of a case.</summary>
public sealed class Latencies
{
    private readonly List<long> _ticks = [];

    /// <summary>Adds durations in ticks of <see cref="Stopwatch"/>; several tasks may call it at once.</summary>
    public void Add(long[] ticks)
    {
        lock (_ticks) _ticks.AddRange(ticks);
    }

    /// <summary>Forgets all durations so far: they belong to the warm-up.</summary>
    public void Clear()
    {
        lock (_ticks) _ticks.Clear();
    }

    /// <summary>The duration in microseconds that the given share of all operations did not exceed.</summary>
    public double Percentile(double share)
    {
        lock (_ticks)
        {
            if (_ticks.Count == 0) return double.NaN;
            _ticks.Sort();
            return _ticks[(int)Math.Min(_ticks.Count - 1, Math.Ceiling(share * _ticks.Count))] * 1e6 / Stopwatch.Frequency;
        }
    }
}
