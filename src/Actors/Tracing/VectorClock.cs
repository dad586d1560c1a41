using Coterie.Mutex;

namespace Coterie.Tracing;

/// <summary>
/// How many events of each process an event has in its causal past, itself included (Fidge 1988; Mattern 1989). Never changes.
/// </summary>
public sealed class VectorClock
{
    private readonly int[] _counts;

    /// <summary>No event of any of the processes 1 to <paramref name="processes"/>.</summary>
    public VectorClock(int processes) : this(new int[processes])
    {
    }

    /// <summary>These counts, of process 1, 2, …; the array must not change any more.</summary>
    internal VectorClock(int[] counts) => _counts = counts;

    /// <summary>N.</summary>
    public int Processes => _counts.Length;

    /// <summary>The number of the last event of <paramref name="process"/> in the past, from 1; 0 for none.</summary>
    public int this[ProcessId process] => _counts[process.Value - 1];

    /// <summary>The clock of the next event of <paramref name="process"/>, which knows what <paramref name="cause"/> knew, too.</summary>
    public VectorClock Next(ProcessId process, VectorClock? cause = null)
    {
        var next = (int[])_counts.Clone();
        if (cause is not null)
        {
            for (var i = 0; i < next.Length; i++)
                next[i] = Math.Max(next[i], cause._counts[i]);
        }
        next[process.Value - 1]++;
        return new VectorClock(next);
    }

    /// <summary>Whether event <paramref name="number"/> of <paramref name="process"/> is in the past, or is the event itself.</summary>
    public bool Knows(ProcessId process, int number) => this[process] >= number;

    /// <summary>Whether all that <paramref name="other"/> knows is known here, too.</summary>
    public bool Covers(VectorClock other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] < other._counts[i])
                return false;
        }
        return true;
    }

    /// <summary>The counts above zero: <c>{1: 4, 2: 6}</c>.</summary>
    public override string ToString() => $"{{{string.Join(", ", _counts.Select((count, i) => (count, i)).Where(x => x.count > 0).Select(x => $"{x.i + 1}: {x.count}"))}}}";
}
