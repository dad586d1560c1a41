using System.Text;
using System.Text.Json;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>Reads the values of fields, each with its rule. An error names the field, the rule and the value.</summary>
internal static class JsonFields
{
    private const int MostShown = 60;

    /// <summary>What is wrong with a field: its name, the rule, the value.</summary>
    public static TraceFormatException Broken(int line, string field, string rule, string value) =>
        new(line, $"\"{field}\" must be {rule}, was [{Shortened(value)}].");

    /// <summary>A whole number, in any form that JSON allows.</summary>
    public static long Whole(ref Utf8JsonReader json, int line, string field, long least, long most)
    {
        if (json.TokenType == JsonTokenType.Number)
        {
            if (json.TryGetInt64(out var number) || (json.TryGetDecimal(out var real) && IsWhole(real, out number)))
            {
                if (number >= least && number <= most)
                    return number;
            }
        }
        throw Broken(line, field, RangeRule(least, most), Shown(ref json));
    }

    /// <summary>A duration in milliseconds, rounded to 100 ns.</summary>
    public static TimeSpan Milliseconds(ref Utf8JsonReader json, int line, string field)
    {
        const long most = 1_000_000_000_000;
        if (json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var number) && number is >= 0 and <= most)
            return TimeSpan.FromTicks((long)decimal.Round(number * TimeSpan.TicksPerMillisecond));
        throw Broken(line, field, $"a number of milliseconds from 0 to {most}", Shown(ref json));
    }

    /// <summary>A text.</summary>
    public static string Text(ref Utf8JsonReader json, int line, string field) => json.TokenType == JsonTokenType.String
        ? Decoded(ref json, line, field)
        : throw Broken(line, field, "a text", Shown(ref json));

    /// <summary>The name of a field.</summary>
    public static string Name(ref Utf8JsonReader json, int line) => Decoded(ref json, line, "The name of a field");

    /// <summary>The rule of <see cref="Whole"/>.</summary>
    public static string RangeRule(long least, long most) =>
        most == long.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}";

    /// <summary>The current value, for the message of an error.</summary>
    public static string Shown(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => "{…}",
        JsonTokenType.StartArray => "[…]",
        _ => Shortened(json.ValueSpan),
    };

    /// <summary>The beginning of a text that may be long.</summary>
    public static string Shortened(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}…";

    /// <summary>The beginning of a text that may be long. The rest is not decoded.</summary>
    public static string Shortened(ReadOnlySpan<byte> text) =>
        Shortened(Encoding.UTF8.GetString(text[..Math.Min(text.Length, (MostShown + 1) * 4)]));

    private static string Decoded(ref Utf8JsonReader json, int line, string what)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Broken(line, what, "a text in UTF-8", Shortened(json.ValueSpan));
        }
    }

    private static bool IsWhole(decimal real, out long number)
    {
        number = 0;
        if (real != decimal.Truncate(real) || real < long.MinValue || real > long.MaxValue)
            return false;
        number = (long)real;
        return true;
    }
}
