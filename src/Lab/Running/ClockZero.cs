namespace Coterie.Lab.Running;

/// <summary>
/// When the clock of a node began, on the clock of the run: found by asking the node for the time. The answer was given at some moment between question and answer; the
/// quickest answer leaves the least room, half of its time at most to either side (Cristian 1989).
/// </summary>
internal sealed class ClockZero
{
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private long _asked;

    /// <summary>When the node's clock showed zero; null before the first answer. Only differences mean something.</summary>
    public TimeSpan? Value { get; private set; }

    /// <summary>The node is asked.</summary>
    /// <param name="now">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Begin(long now) => _asked = now;

    /// <summary>The node has answered.</summary>
    /// <param name="now">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="elapsed">What its clock showed.</param>
    public void Add(long now, TimeSpan elapsed)
    {
        var taken = TimeProvider.System.GetElapsedTime(_asked, now);
        if (taken >= _shortest)
            return;
        _shortest = taken;
        Value = TimeProvider.System.GetElapsedTime(0, _asked) + (taken / 2) - elapsed;
    }
}
