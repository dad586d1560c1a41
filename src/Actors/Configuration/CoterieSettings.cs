using System.Globalization;
using Akka.Configuration;
using Coterie.Mutex;
using Coterie.Simulation;

namespace Coterie.Configuration;

/// <summary>
/// Everything under <c>coterie</c> in the configuration; <c>reference.conf</c> says what each key means. Nothing else reads these keys.
/// </summary>
/// <param name="Mutex">Section <c>coterie.mutex</c>.</param>
/// <param name="Think"><c>coterie.simulate.think</c>.</param>
/// <param name="Hold"><c>coterie.simulate.hold</c>.</param>
/// <param name="Seed"><c>coterie.simulate.seed</c>; null for a random one.</param>
public sealed record CoterieSettings(MutexSettings Mutex, DurationRange Think, DurationRange Hold, long? Seed)
{
    /// <summary>The rule of a seed, for the message of an error.</summary>
    public const string SeedRule = "a whole number from -9223372036854775808 to 9223372036854775807";

    /// <summary>Reads and checks all keys.</summary>
    /// <exception cref="SettingsException">At least one value breaks its rule; all that do are named.</exception>
    public static CoterieSettings Read(Config config)
    {
        var errors = new List<string>();
        var settings = new CoterieSettings(
            new MutexSettings(Duration("coterie.mutex.resend-interval")),
            Range("coterie.simulate.think"),
            Range("coterie.simulate.hold"),
            Seed("coterie.simulate.seed"));
        return errors.Count == 0 ? settings : throw new SettingsException(string.Join(Environment.NewLine, errors));

        DurationRange Range(string key) =>
            DurationRange.TryParse(Text(key)) ?? Wrong(key, DurationRange.Rule, new DurationRange(TimeSpan.Zero, TimeSpan.Zero));

        TimeSpan Duration(string key)
        {
            var range = DurationRange.TryParse(Text(key));
            return range is not null && range.Shortest == range.Longest && range.Shortest > TimeSpan.Zero
                ? range.Shortest
                : Wrong(key, "a duration above 0, such as 250ms or 10s, up to 1h", TimeSpan.Zero);
        }

        long? Seed(string key) =>
            Text(key) == "random" ? null : ParseSeed(Text(key)) ?? Wrong<long?>(key, $"{SeedRule}, or random", null);

        string Text(string key) => config.GetString(key, "") ?? "";

        T Wrong<T>(string key, string rule, T standIn)
        {
            errors.Add($"{key} must be {rule}, was [{Text(key)}].");
            return standIn;
        }
    }

    /// <summary>Reads a seed; null where it breaks the <see cref="SeedRule"/>.</summary>
    public static long? ParseSeed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
