using Coterie.Lab.Runs;
using Coterie.Protocols.Memory;

namespace Coterie.Lab.Memory;

/// <summary>How often a variable was read and written in a run, and how long readers and writers waited.</summary>
internal sealed class AccessCounts
{
    private readonly Quantiles _readers = new();
    private readonly Quantiles _writers = new();
    private long _reads;
    private long _writes;
    private long _withoutLock;

    /// <summary>The figures for the summary of a run.</summary>
    public IEnumerable<Figure> Figures =>
    [
        new Figure("reads and writes", RunLimits.Text($"{_reads} and {_writes}, {_withoutLock} of them without a lock")),
        new Figure("readers waited", null, Times(_readers)),
        new Figure("writers waited", null, Times(_writers)),
    ];

    /// <summary>A reader or a writer was let in, with or without a lock.</summary>
    public void Entered(Access access, TimeSpan waited) => (access.Mode == LockMode.Read ? _readers : _writers).Add(waited);

    /// <summary>The variable was read or written.</summary>
    public void Used(Access access, bool isUnderLock)
    {
        if (access.Mode == LockMode.Read)
            _reads++;
        else
            _writes++;
        if (!isUnderLock)
            _withoutLock++;
    }

    private static WaitingTimes? Times(Quantiles waited) =>
        waited.Count == 0 ? null : new WaitingTimes(waited.At(0.5), waited.At(0.95), waited.Longest, waited.Count);
}
