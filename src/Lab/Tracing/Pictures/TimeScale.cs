namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Where a time stands in a picture: from <paramref name="left"/> on, over <paramref name="width"/>, to scale.</summary>
internal sealed class TimeScale(TimeSpan from, TimeSpan to, double left, double width)
{
    /// <summary>The place of <paramref name="time"/>; left or right of the picture for a time outside it.</summary>
    public double X(TimeSpan time) => left + width * (time - from).Ticks / (to - from).Ticks;

    /// <summary>The length of <paramref name="time"/>.</summary>
    public double Length(TimeSpan time) => width * time.Ticks / (to - from).Ticks;
}
