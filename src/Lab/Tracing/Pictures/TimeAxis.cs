using System.Globalization;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The marks of a time axis: at round times, 1, 2 or 5 times a power of ten apart.</summary>
internal static class TimeAxis
{
    /// <summary>The marks in a part of a run: as many as there can be with at most <paramref name="most"/> intervals.</summary>
    public static IEnumerable<(TimeSpan At, string Label)> Ticks(TimeSpan from, TimeSpan to, int most)
    {
        var step = Step(to - from, most);
        var first = (from.Ticks + step - 1) / step;
        for (var i = first; i * step <= to.Ticks; i++)
            yield return (TimeSpan.FromTicks(i * step), Label(i * step, step));
    }

    /// <summary>A length of time with three or four digits: <c>1.25 s</c>, <c>310 ms</c>, <c>12.3 µs</c>.</summary>
    public static string Length(TimeSpan time) => Math.Abs(time.Ticks) switch
    {
        >= TimeSpan.TicksPerSecond => Text(time.Ticks, TimeSpan.TicksPerSecond, "0.###", "s"),
        >= TimeSpan.TicksPerMillisecond => Text(time.Ticks, TimeSpan.TicksPerMillisecond, "0.###", "ms"),
        0 => "0",
        _ => Text(time.Ticks, TimeSpan.TicksPerMicrosecond, "0.#", "µs"),
    };

    private static long Step(TimeSpan span, int most)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var step in (ReadOnlySpan<long>)[power, 2 * power, 5 * power])
            {
                if (span.Ticks / step <= most)
                    return step;
            }
        }
    }

    // The step decides the unit: all labels of an axis have the same unit, and none has a long fraction.
    private static string Label(long ticks, long step) => step switch
    {
        >= TimeSpan.TicksPerSecond => Text(ticks, TimeSpan.TicksPerSecond, "0", "s"),
        >= 100 * TimeSpan.TicksPerMillisecond => Text(ticks, TimeSpan.TicksPerSecond, "0.0", "s"),
        >= TimeSpan.TicksPerMillisecond => Text(ticks, TimeSpan.TicksPerMillisecond, "0", "ms"),
        >= 100 * TimeSpan.TicksPerMicrosecond => Text(ticks, TimeSpan.TicksPerMillisecond, "0.0", "ms"),
        >= 10 * TimeSpan.TicksPerMicrosecond => Text(ticks, TimeSpan.TicksPerMillisecond, "0.00", "ms"),
        >= TimeSpan.TicksPerMicrosecond => Text(ticks, TimeSpan.TicksPerMillisecond, "0.000", "ms"),
        _ => Text(ticks, TimeSpan.TicksPerMillisecond, "0.0000", "ms"),
    };

    private static string Text(long ticks, long unit, string format, string name) =>
        ((decimal)ticks / unit).ToString(format, CultureInfo.InvariantCulture) + " " + name;
}
