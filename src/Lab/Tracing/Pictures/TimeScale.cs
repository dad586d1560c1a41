namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The place of each time in a picture, to scale.</summary>
/// <param name="from">The time at the left edge.</param>
/// <param name="to">The time at the right edge.</param>
/// <param name="left">The place of the left edge.</param>
/// <param name="width">From the left edge to the right one.</param>
internal sealed class TimeScale(TimeSpan from, TimeSpan to, double left, double width)
{
    /// <summary>The place of <paramref name="time"/>; left or right of the picture for a time outside it.</summary>
    public double X(TimeSpan time) => left + width * (time - from).Ticks / (to - from).Ticks;

    /// <summary>The length of <paramref name="time"/>.</summary>
    public double Length(TimeSpan time) => width * time.Ticks / (to - from).Ticks;
}
