using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Coterie.Configuration;

/// <summary>Configuration read from a HOCON file.</summary>
public sealed class ConfigurationFile
{
    private ConfigurationFile(string path, Config config)
    {
        Path = path;
        Config = config;
        var keys = new List<string>();
        if (!config.IsEmpty)
            AddKeys(keys, "", config.Root.GetObject());
        Keys = keys;
    }

    /// <summary>The file, as its reader named it.</summary>
    public string Path { get; }

    /// <summary>The values of the file.</summary>
    public Config Config { get; }

    /// <summary>The paths of all values, sections apart, in the order of the file.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, relative to the working directory or absolute.</param>
    /// <exception cref="ConfigurationFileException">The file is missing or unreadable, or is not HOCON.</exception>
    public static ConfigurationFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a text as <see cref="Load"/> reads a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <exception cref="ConfigurationFileException">As of <see cref="Load"/>.</exception>
    public static ConfigurationFile Parse(string text, string name) => new(name, ConfigurationFactory.ParseString(text));

    private static void AddKeys(List<string> keys, string prefix, HoconObject fields)
    {
        foreach (var (key, value) in fields.Items)
        {
            if (value.IsObject())
                AddKeys(keys, $"{prefix}{key}.", value.GetObject());
            else
                keys.Add(prefix + key);
        }
    }
}
