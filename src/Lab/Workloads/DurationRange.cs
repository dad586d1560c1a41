using System.Globalization;
using Coterie.Actors.Configuration;

namespace Coterie.Lab.Workloads;

/// <summary>Durations between two bounds, both included; a single duration if they are equal.</summary>
/// <param name="Shortest">The lower bound, from zero.</param>
/// <param name="Longest">The upper bound, not below <paramref name="Shortest"/>.</param>
public sealed record DurationRange(TimeSpan Shortest, TimeSpan Longest)
{
    /// <summary>The rule of <see cref="TryParse(string)"/>, for the message of an error.</summary>
    public const string Rule = "a duration such as 250ms, 1.5s, 2m or 0, or a range of two, shorter..longer, up to 1h";

    /// <summary>
    /// Reads <c>1s..3s</c>, <c>1 second..3 seconds</c>, <c>250ms</c> or <c>0</c>; the units are those of <see cref="Durations"/>.
    /// </summary>
    /// <returns>The range; null if the text breaks the <see cref="Rule"/>.</returns>
    public static DurationRange? TryParse(string text) => TryParse(text, Durations.Longest);

    /// <summary>The same, but up to <paramref name="longest"/>.</summary>
    public static DurationRange? TryParse(string text, TimeSpan longest)
    {
        var parts = text.Split("..");
        if (parts.Length > 2
            || Durations.TryParse(parts[0], longest) is not { } from
            || Durations.TryParse(parts[^1], longest) is not { } to)
        {
            return null;
        }
        return from <= to ? new DurationRange(from, to) : null;
    }

    /// <summary>As <see cref="TryParse(string)"/> reads it.</summary>
    public override string ToString() =>
        Shortest == Longest ? Text(Shortest) : $"{Text(Shortest)}..{Text(Longest)}";

    /// <summary>A single duration, as <see cref="TryParse(string)"/> reads it.</summary>
    internal static string Text(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0",
        _ when duration >= TimeSpan.FromSeconds(1) => $"{Number(duration.TotalSeconds)}s",
        _ when duration >= TimeSpan.FromMilliseconds(1) => $"{Number(duration.TotalMilliseconds)}ms",
        _ => $"{Number(duration.TotalMicroseconds)}us",
    };

    private static string Number(double value) => value.ToString("0.#######", CultureInfo.InvariantCulture);
}
