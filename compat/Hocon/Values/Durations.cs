using System.Globalization;

namespace Hocon.Values;

/// <summary>Reads lengths of time: a number and a unit, where a number alone counts milliseconds.</summary>
internal static class Durations
{
    public const string Rule = "a length of time such as 500ms, 10s or 1.5 minutes";
    public const string RuleWithInfinite = Rule + ", or infinite";

    public static bool TryParse(string? text, bool allowInfinite, out TimeSpan duration)
    {
        duration = default;
        if (text is null)
            return false;
        if (allowInfinite && text is "infinite")
        {
            duration = Timeout.InfiniteTimeSpan;
            return true;
        }
        var (number, unit) = Quantity.Split(text);
        if (TicksOf(unit) is not { } ticks
            || !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            || count < 0 || count > long.MaxValue / ticks)
            return false;
        duration = new TimeSpan((long)Math.Round(count * ticks));
        return true;
    }

    private static decimal? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => null,
    };
}
