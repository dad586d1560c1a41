namespace Coterie.Lab.Running;

/// <summary>
/// The time on the clock of the run at which the clock of a node began. The run asks the node for the time. The node read its
/// clock at some moment between the question and the answer, so the error is at most half of the time that both took. The
/// quickest answer is used (Cristian 1989).
/// </summary>
internal sealed class ClockZero
{
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private TimeSpan _asked;

    /// <summary>
    /// When the node's clock showed zero; null before the first answer. Only differences of such values have a meaning.
    /// </summary>
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
