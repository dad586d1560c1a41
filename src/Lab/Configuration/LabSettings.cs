using System.Globalization;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Configuration;

/// <summary>
/// Section <c>coterie.simulate</c> of the configuration; this library's <c>reference.conf</c> says what each key means. No other
/// code reads these keys.
/// </summary>
/// <param name="Think"><c>coterie.simulate.think</c>.</param>
/// <param name="Hold"><c>coterie.simulate.hold</c>.</param>
/// <param name="Seed"><c>coterie.simulate.seed</c>; null for a random one.</param>
internal sealed record LabSettings(DurationRange Think, DurationRange Hold, long? Seed)
{
    /// <summary>The rule of a seed, for the message of an error.</summary>
    public const string SeedRule = "a whole number from -9223372036854775808 to 9223372036854775807";

    /// <summary>Reads and checks all keys.</summary>
    /// <exception cref="SettingsException">At least one value breaks its rule; all that do are named.</exception>
    public static LabSettings Read(Config config)
    {
        var read = new SettingsReader(config, new Dictionary<string, string>());
        var settings = Read(read);
        read.ThrowIfWrong();
        return settings;
    }

    /// <summary>Reads all keys; the reader notes what is wrong.</summary>
    internal static LabSettings Read(SettingsReader read)
    {
        return new LabSettings(Range("coterie.simulate.think"), Range("coterie.simulate.hold"), Seed("coterie.simulate.seed"));

        DurationRange Range(string key) => DurationRange.TryParse(read.Text(key))
            ?? read.Wrong(
                key, Durations.Explain(DurationRange.Rule, read.Text(key)), new DurationRange(TimeSpan.Zero, TimeSpan.Zero));

        long? Seed(string key) =>
            read.Text(key) == "random"
                ? null
                : ParseSeed(read.Text(key)) ?? read.Wrong<long?>(key, $"{SeedRule}, or random", null);
    }

    /// <summary>Reads a seed; null if it breaks the <see cref="SeedRule"/>.</summary>
    public static long? ParseSeed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
