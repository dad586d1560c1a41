using Akka.Configuration;

namespace Akka.Remote;

/// <summary>Reads a detector's section, and says by the full key what is wrong in it.</summary>
internal static class DetectorSettings
{
    public static TimeSpan PositiveTime(this Config section, string key) =>
        Checked(section, key, section.GetTimeSpan(key, null, allowInfinite: false), time => time > TimeSpan.Zero, "above 0");

    public static TimeSpan Time(this Config section, string key) =>
        Checked(section, key, section.GetTimeSpan(key, null, allowInfinite: false), time => time >= TimeSpan.Zero, "0 or more");

    public static double PositiveNumber(this Config section, string key) => Checked(section, key, section.GetDouble(key), number => number > 0, "above 0");

    public static int PositiveCount(this Config section, string key) => Checked(section, key, section.GetInt(key), count => count > 0, "above 0");

    private static T Checked<T>(Config section, string key, T value, Func<T, bool> fits, string rule)
    {
        if (fits(value)) return value;
        throw section.Find(key) is { } given
            ? section.Mistake(key, rule, given)
            : new ConfigurationException($"{key} must be {rule}, was [absent].");
    }
}
