namespace Coterie.Lab.Running;

/// <summary>
/// When the clock of a node began, on the clock of the run. The run asks the node for the time. The answer was given at some
/// moment between question and answer; the quickest answer leaves the least room, half of its time at most to either side
/// (Cristian 1989).
/// </summary>
internal sealed class ClockZero
{
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private TimeSpan _asked;

    /// <summary>When the node's clock showed zero; null before the first answer. Only differences mean something.</summary>
    public TimeSpan? Value { get; private set; }

    /// <summary>The node is asked.</summary>
    /// <param name="now">The monotonic clock of the run.</param>
    public void Begin(TimeSpan now) => _asked = now;

    /// <summary>The node has answered.</summary>
    /// <param name="now">The monotonic clock of the run.</param>
    /// <param name="elapsed">What the node's clock showed.</param>
    public void Add(TimeSpan now, TimeSpan elapsed)
    {
        var taken = now - _asked;
        if (taken >= _shortest)
            return;
        _shortest = taken;
        Value = _asked + (taken / 2) - elapsed;
    }
}
