using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote.Configuration;

/// <summary>Reads settings with their rules, and collects what breaks one.</summary>
internal sealed class CheckedReader(Config config)
{
    private readonly List<string> _mistakes = [];

    public Config Config => config;

    public TimeSpan Positive(string key) =>
        Checked(key, config.GetTimeSpan(key, allowInfinite: false), value => value > TimeSpan.Zero, "longer than 0");

    public TimeSpan NotNegative(string key) =>
        Checked(key, config.GetTimeSpan(key, allowInfinite: false), value => value >= TimeSpan.Zero, "0 or longer");

    public int Count(string key) => Checked(key, config.GetInt(key), value => value > 0, "a whole number from 1");

    public int CountOrOff(string key)
    {
        var text = config.GetString(key);
        return text is "off" or "false" or "no" ? 0 : Count(key);
    }

    public int Port(string key) => Checked(key, config.GetInt(key), value => value is >= 0 and <= 65535, "from 0 to 65535");

    public int Bytes(string key, int least)
    {
        var size = config.GetByteSize(key, null) ?? 0;
        if (size <= int.MaxValue && size >= least) return (int)size;
        Note(key, $"from {least}b to {int.MaxValue}b", config.GetString(key));
        return least;
    }

    public string Level(string key)
    {
        var text = config.GetString(key);
        var level = text is "on" or "true" or "yes" ? "DEBUG" : text is "false" or "no" ? "OFF" : text.ToUpperInvariant();
        if (level is "OFF" or "ERROR" or "WARNING" or "INFO" or "DEBUG") return level;
        Note(key, "one of [on, off, DEBUG, INFO, WARNING, ERROR]", text);
        return Logging.StringFor(LogLevel.DebugLevel);
    }

    public void ThrowIfMistaken()
    {
        if (_mistakes.Count > 0) throw new ConfigurationException(string.Join('\n', _mistakes));
    }

    private T Checked<T>(string key, T value, Predicate<T> rule, string text)
    {
        if (!rule(value)) Note(key, text, config.GetString(key));
        return value;
    }

    private void Note(string key, string rule, string value) => _mistakes.Add($"{key} must be {rule}, was [{value}].");
}
