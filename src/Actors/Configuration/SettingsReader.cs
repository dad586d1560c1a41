using System.Globalization;
using Akka.Configuration;
using Coterie.Simulation;

namespace Coterie.Configuration;

/// <summary>Reads keys, and notes of those that break their rule which, the rule and the value given.</summary>
internal sealed class SettingsReader(Config config)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public string Text(string key) => config.GetString(key, "") ?? "";

    public DurationRange Range(string key) =>
        DurationRange.TryParse(Text(key)) ?? Wrong(key, DurationRange.Rule, new DurationRange(TimeSpan.Zero, TimeSpan.Zero));

    public TimeSpan Duration(string key)
    {
        var range = DurationRange.TryParse(Text(key));
        return range is not null && range.Shortest == range.Longest && range.Shortest > TimeSpan.Zero
            ? range.Shortest
            : Wrong(key, "a duration above 0, such as 250ms or 10s, up to 1h", TimeSpan.Zero);
    }

    public int Count(string key, int most) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : Wrong(key, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {most}"), 0);

    /// <summary>Notes that a value breaks a rule.</summary>
    /// <returns>What stands in for it until all errors are told.</returns>
    public T Wrong<T>(string key, string rule, T standIn)
    {
        _errors.Add($"{key} must be {rule}, was [{Text(key)}].");
        return standIn;
    }
}
