using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// How many events of each process are in the causal past of an event, itself included (Fidge 1988; Mattern 1989). Immutable. If
/// few of many processes are known, only these take memory.
/// </summary>
public sealed class VectorClock
{
    private const int FewProcesses = 64;

    // The counts of process 1, 2, …; or, if there are names, of the named processes: then all other counts are zero. The counts
    // alone decide which of the two forms a clock has.
    private readonly int[] _counts;
    private readonly int[]? _names;

    /// <summary>No event of any of the processes 1 to <paramref name="processes"/>.</summary>
    public VectorClock(int processes)
        : this(processes, processes <= FewProcesses ? null : [], new int[processes <= FewProcesses ? processes : 0])
    {
    }

    private VectorClock(int processes, int[]? names, int[] counts) => (Processes, _names, _counts) = (processes, names, counts);

    /// <summary>N.</summary>
    public int Processes { get; }

    /// <summary>The counts above zero, smallest process first.</summary>
    public IEnumerable<(ProcessId Process, int Count)> Known
    {
        get
        {
            for (var i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] > 0)
                    yield return (new ProcessId(_names?[i] ?? i + 1), _counts[i]);
            }
        }
    }

    /// <summary>The number of the last event of <paramref name="process"/> in the past, from 1; 0 for none.</summary>
    public int this[ProcessId process]
    {
        get
        {
            if (_names is null)
                return _counts[process.Value - 1];
            var place = Array.BinarySearch(_names, process.Value);
            return place < 0 ? 0 : _counts[place];
        }
    }

    /// <summary>
    /// The clock of the next event of <paramref name="process"/>, which knows what <paramref name="cause"/> knew, too.
    /// </summary>
    public VectorClock Next(ProcessId process, VectorClock? cause = null)
    {
        if (_names is null || cause is { _names: null })
        {
            var (larger, other) = _names is null ? (this, cause) : (cause!, this);
            var next = (int[])larger._counts.Clone();
            other?.RaiseTo(next);
            next[process.Value - 1]++;
            return new VectorClock(Processes, null, next);
        }
        var names = new List<int>(_names.Length + 1);
        var counts = new List<int>(_names.Length + 1);
        Merge(cause, names, counts);
        var place = names.BinarySearch(process.Value);
        if (place >= 0)
            counts[place]++;
        else
        {
            names.Insert(~place, process.Value);
            counts.Insert(~place, 1);
        }
        return Of(Processes, names, counts);
    }

    /// <summary>
    /// Whether event <paramref name="number"/> of <paramref name="process"/> is in the past, or is the event itself.
    /// </summary>
    public bool Knows(ProcessId process, int number) => this[process] >= number;

    /// <summary>Whether all that <paramref name="other"/> knows is known here, too.</summary>
    public bool Covers(VectorClock other) => other.Known.All(known => this[known.Process] >= known.Count);

    /// <summary>The counts above zero: <c>{1: 4, 2: 6}</c>.</summary>
    public override string ToString() => $"{{{string.Join(", ", Known.Select(known => $"{known.Process}: {known.Count}"))}}}";

    /// <summary>A clock with these counts above zero.</summary>
    /// <param name="processes">N.</param>
    /// <param name="names">The processes, in rising order.</param>
    /// <param name="counts">The counts.</param>
    internal static VectorClock Of(int processes, List<int> names, List<int> counts)
    {
        if (processes > FewProcesses && names.Count <= processes / 2)
            return new VectorClock(processes, [.. names], [.. counts]);
        var all = new int[processes];
        for (var i = 0; i < names.Count; i++)
            all[names[i] - 1] = counts[i];
        return new VectorClock(processes, null, all);
    }

    /// <summary>Whether the counts are the same.</summary>
    internal bool IsSame(VectorClock other) =>
        _counts.AsSpan().SequenceEqual(other._counts)
        && (_names is null ? other._names is null : other._names is { } names && _names.AsSpan().SequenceEqual(names));

    private void RaiseTo(int[] all)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            ref var count = ref all[_names?[i] - 1 ?? i];
            count = Math.Max(count, _counts[i]);
        }
    }

    private void Merge(VectorClock? other, List<int> names, List<int> counts)
    {
        var (theirs, j) = (other?._names ?? [], 0);
        for (var i = 0; i < _names!.Length || j < theirs.Length;)
        {
            var isOwn = j == theirs.Length || (i < _names.Length && _names[i] <= theirs[j]);
            var isBoth = isOwn && j < theirs.Length && _names[i] == theirs[j];
            names.Add(isOwn ? _names[i] : theirs[j]);
            counts.Add(isBoth ? Math.Max(_counts[i], other!._counts[j]) : isOwn ? _counts[i] : other!._counts[j]);
            i += isOwn ? 1 : 0;
            j += isBoth || !isOwn ? 1 : 0;
        }
    }
}
