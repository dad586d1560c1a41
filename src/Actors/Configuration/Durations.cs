using System.Globalization;
using System.Text.RegularExpressions;

namespace Coterie.Actors.Configuration;

/// <summary>
/// Reads durations, in options, files and environment variables alike: a number with its unit, such as <c>250ms</c>, <c>1.5s</c>
/// or <c>10 seconds</c>; or <c>0</c>. Units: us, ms, s, m, h, d, and their names (microseconds, micros, milliseconds, millis,
/// seconds, minutes, hours, days, all in the singular, too).
/// </summary>
internal static partial class Durations
{
    /// <summary>The rule of <see cref="TryParseAboveZero"/>, for the message of an error.</summary>
    public const string AboveZeroRule = "a duration above 0, such as 250ms or 10s, up to 1h";

    /// <summary>The longest duration unless another limit is given: an hour.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>Reads one duration from 0 to <paramref name="longest"/>.</summary>
    /// <returns>The duration; null if the text is no duration, has no unit, or is longer.</returns>
    public static TimeSpan? TryParse(string text, TimeSpan longest)
    {
        var match = Pattern().Match(text.Trim());
        var (digits, style) = (match.Groups[1].Value, NumberStyles.AllowDecimalPoint);
        if (!match.Success || !decimal.TryParse(digits, style, CultureInfo.InvariantCulture, out var number))
            return null;
        var ticks = TicksOf(match.Groups[2].Value);
        if (ticks == 0 && number != 0)
            return null;
        return number * ticks <= longest.Ticks ? TimeSpan.FromTicks((long)(number * ticks)) : null;
    }

    /// <summary>Reads one duration above 0, up to <see cref="Longest"/>.</summary>
    /// <returns>The duration; null if the text breaks the <see cref="AboveZeroRule"/>.</returns>
    public static TimeSpan? TryParseAboveZero(string text) =>
        TryParse(text, Longest) is { } duration && duration > TimeSpan.Zero ? duration : null;

    /// <summary>The rule that a text breaks, with a hint if the text has a number without a unit.</summary>
    public static string Explain(string rule, string text)
    {
        var number = NumberAlone().Match(text);
        return number.Success && number.Value.Trim('0', '.').Length > 0
            ? $"{rule}; a number needs its unit, such as {number.Value}s"
            : rule;
    }

    private static long TicksOf(string unit) => unit switch
    {
        "us" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "ms" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => 0, // no unit: only zero has a meaning
    };

    [GeneratedRegex(
        @"^(\d{1,9}(?:\.\d{1,9})?)\s*(us|micros|microseconds?|ms|millis|milliseconds?|s|seconds?|m|minutes?|h|hours?|d|days?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    // A number between the ends of the text, the dots of a range, the @ before a time and the colon after a word, without a unit.
    [GeneratedRegex(@"(?<=^|\.\.|@|:)\d{1,9}(?:\.\d{1,9})?(?=$|\.\.)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAlone();
}
