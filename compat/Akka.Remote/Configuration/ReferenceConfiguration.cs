using Akka.Actor.Internal;
using Akka.Configuration;
using Hocon;
using Hocon.Values;

[assembly: ReferenceConfiguration("Akka.Remote.Configuration.remote.conf")]
[assembly: ReferenceConfiguration("Akka.Remote.Configuration.remote-fixed.conf")]

namespace Akka.Remote.Configuration;

/// <summary>The defaults of remoting, and the settings that have no other value than their default.</summary>
internal static class ReferenceConfiguration
{
    private static readonly Config Fixed = Resource("remote-fixed.conf");

    /// <summary>All keys with their defaults.</summary>
    public static Config Default { get; } = Resource("remote.conf").WithFallback(Fixed);

    /// <summary>Refuses what asks for something that is not there.</summary>
    /// <exception cref="ConfigurationException">With a line for each such setting.</exception>
    public static void RefuseWhatIsMissing(Config config)
    {
        var mistakes = new List<string>();
        Compare("", new HoconValue(Fixed.Root), config, mistakes);
        if (mistakes.Count > 0) throw new ConfigurationException(string.Join('\n', mistakes));
    }

    private static void Compare(string path, HoconValue only, Config config, List<string> mistakes)
    {
        if (only.Type == HoconType.Object)
        {
            foreach (var (key, field) in only.GetObject())
                Compare(path.Length == 0 ? key : $"{path}.{key}", field.Value, config, mistakes);
            return;
        }
        var value = config.Find(path);
        if (value is not null && !Same(value, only))
            mistakes.Add($"{path} must be {Shown(only)}, the only value that this engine has, was [{Shown(value)}].");
    }

    private static bool Same(HoconValue value, HoconValue only)
    {
        if (value.Type == HoconType.Array || only.Type == HoconType.Array) return value.Type == only.Type && value.ToString() == only.ToString();
        var (text, wanted) = (value.GetString(), only.GetString());
        return text == wanted
            || (Booleans.TryParse(text, out var a) && Booleans.TryParse(wanted, out var b) && a == b)
            || (Durations.TryParse(text, false, out var c) && Durations.TryParse(wanted, false, out var d) && c == d)
            || (ByteSizes.TryParse(text, out var e) && ByteSizes.TryParse(wanted, out var f) && e == f);
    }

    private static string Shown(HoconValue value) => value.Type == HoconType.Array ? value.ToString() : value.GetString();

    private static Config Resource(string name) =>
        ConfigurationFactory.FromResource($"Akka.Remote.Configuration.{name}", typeof(ReferenceConfiguration).Assembly);
}
