using System.Numerics;

namespace Coterie.Lab.Runs;

/// <summary>
/// Quantiles of any number of durations in bounded memory: exact up to 200 microseconds and for the longest, within 0.1 % above.
/// It counts per bucket; each power of two of ticks (100 ns) is divided into 1,024 equal buckets.
/// </summary>
internal sealed class Quantiles
{
    private const int Bits = 11;
    private readonly List<long[]> _rows = [];

    /// <summary>How many durations were added.</summary>
    public long Count { get; private set; }

    /// <summary>The longest one; zero if there is none.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Adds one; a negative one counts as zero.</summary>
    public void Add(TimeSpan duration)
    {
        var ticks = Math.Max(0, duration.Ticks);
        var row = Math.Max(0, BitOperations.Log2((ulong)ticks | 1) - Bits + 1);
        while (_rows.Count <= row)
            _rows.Add(new long[1 << Bits]);
        // Row 0 holds the first 2,048 values one by one; row r, in its upper half, the values of Bits + r bits by their Bits
        // upper ones.
        _rows[row][ticks >> row]++;
        Count++;
        if (duration > Longest)
            Longest = duration;
    }

    /// <summary>
    /// The smallest duration that at least <paramref name="share"/> (0 to 1) of all do not exceed; zero if there is none.
    /// </summary>
    public TimeSpan At(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var row = 0; row < _rows.Count; row++)
        {
            for (var column = 0; column < _rows[row].Length; column++)
            {
                rank -= _rows[row][column];
                if (rank <= 0 && _rows[row][column] > 0)
                    return TimeSpan.FromTicks(Math.Min(Longest.Ticks, (((long)column + 1) << row) - 1));
            }
        }
        return Longest;
    }
}
