using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>The violations of a run, in the order in which they were found.</summary>
public sealed class ViolationList
{
    private readonly List<Violation> _kept = [];
    private long _count;

    /// <summary>The time of the run.</summary>
    public TimeSpan At { get; set; }

    /// <summary>How many violations there are; may be read by another thread.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The first <see cref="RunJudge.MostViolations"/>, and the first of each property.</summary>
    public Violation[] Kept => [.. _kept];

    /// <summary>Called with each violation, whether it is kept or not.</summary>
    public Action<Violation>? Added { get; set; }

    /// <summary>Adds a violation.</summary>
    public void Add(Property property, ProcessId? process, string text)
    {
        if (_count < RunJudge.MostViolations || _kept.TrueForAll(v => v.Property != property))
            _kept.Add(new Violation(property, At, process, text));
        Added?.Invoke(new Violation(property, At, process, text));
        Volatile.Write(ref _count, _count + 1);
    }
}
