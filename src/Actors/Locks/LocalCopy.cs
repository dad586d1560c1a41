using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// The value of a variable, which this process may read without a message as long as nobody writes the variable: it has the votes
/// of a majority, and no writer gets these before the copy is over. Safe for all threads.
/// </summary>
public sealed class LocalCopy
{
    private readonly TimeProvider _clock;
    private readonly long _end; // by the monotonic clock
    private readonly long _wallEnd; // by the wall clock, which does not stand still while the machine sleeps
    private volatile bool _isOver;

    /// <summary>A copy that is good from now on.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="clock">The clocks.</param>
    /// <param name="began">The monotonic clock, read before the copy was taken.</param>
    /// <param name="left">How long it is good from then on.</param>
    /// <param name="tolerance">How much more time the wall clock may show.</param>
    internal LocalCopy(in VariableCopy copy, TimeProvider clock, long began, TimeSpan left, TimeSpan tolerance)
    {
        (Value, Version, _clock) = (copy.Value, copy.Version, clock);
        _end = began + (long)(left.TotalSeconds * clock.TimestampFrequency);
        _wallEnd = clock.GetUtcNow().Ticks + (left + tolerance).Ticks;
    }

    /// <summary>The value; null if the variable has none.</summary>
    public VariableValue? Value { get; }

    /// <summary>How many operations have changed the variable; deletions count.</summary>
    public long Version { get; }

    /// <summary>
    /// Whether the variable still has this value. If it says so, every write that was done before this call is in it. Once false,
    /// it stays so: then ask <see cref="ICoterie.FindCopy"/> again.
    /// </summary>
    public bool IsGood
    {
        get
        {
            // The clock last: the copy may end in between.
            if (!_isOver && _clock.GetTimestamp() < _end && _clock.GetUtcNow().Ticks < _wallEnd)
                return true;
            _isOver = true;
            return false;
        }
    }

    /// <summary>It is not good any more.</summary>
    internal void End() => _isOver = true;
}
