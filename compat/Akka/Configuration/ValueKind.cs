using Hocon;
using Hocon.Values;

namespace Akka.Configuration;

/// <summary>What kind of value a key takes, judged by its default in the reference configuration.</summary>
internal static class ValueKind
{
    /// <summary>Keys whose documentation allows more kinds than the default shows: a count, on or off.</summary>
    private static readonly HashSet<string> CountOrSwitch = ["akka.log-dead-letters"];

    public static bool Fits(string path, HoconValue value, HoconValue example, out string rule)
    {
        if (example.Type == HoconType.Array)
        {
            rule = "a list";
            return value.Type == HoconType.Array;
        }
        var text = value.Type is HoconType.Object or HoconType.Array ? null : value.GetString();
        var shown = example.Type == HoconType.Empty ? "" : example.GetString();
        if (CountOrSwitch.Contains(path))
        {
            rule = "a whole number, on or off";
            return Numbers.TryWhole<long>(text, out _) || Booleans.TryParse(text, out _);
        }
        if (Booleans.TryParse(shown, out _))
        {
            rule = Booleans.Rule;
            return Booleans.TryParse(text, out _);
        }
        if (Numbers.TryWhole<long>(shown, out _))
        {
            rule = "a whole number";
            return Numbers.TryWhole<long>(text, out _);
        }
        if (Numbers.TryReal<double>(shown, out _))
        {
            rule = "a number";
            return Numbers.TryReal<double>(text, out _);
        }
        if (Durations.TryParse(shown, allowInfinite: true, out _))
        {
            rule = Durations.RuleWithInfinite;
            return Durations.TryParse(text, allowInfinite: true, out _);
        }
        if (ByteSizes.TryParse(shown, out _))
        {
            rule = ByteSizes.Rule;
            return ByteSizes.TryParse(text, out _);
        }
        rule = "text";
        return text is not null;
    }
}
