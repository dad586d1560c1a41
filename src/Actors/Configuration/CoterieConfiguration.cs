using System.Text.Json;
using Akka.Configuration;

namespace Coterie.Configuration;

/// <summary>The configuration of a command: the library's <c>reference.conf</c>, files over it, the environment over these.</summary>
public static class CoterieConfiguration
{
    /// <summary>Loads the files, checks their keys under <c>coterie</c>, and lays them over the defaults.</summary>
    /// <param name="paths">HOCON files, each over those before it.</param>
    /// <param name="environment">Looks up an environment variable: <c>COTERIE_SIMULATE_THINK</c> is <c>coterie.simulate.think</c>, and so on.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read or does not parse.</exception>
    /// <exception cref="SettingsException">A file has keys under <c>coterie</c> that do not exist.</exception>
    public static Config Load(IEnumerable<string> paths, Func<string, string?> environment)
    {
        var reference = ConfigurationFile.Parse(ReferenceText(), "reference.conf");
        var known = reference.Keys.Where(IsOurs).ToList();
        var config = reference.Config;
        foreach (var path in paths)
        {
            var file = ConfigurationFile.Load(path);
            RefuseUnknownKeys(file, known);
            config = file.Config.WithFallback(config);
        }
        return FromEnvironment(known, environment).WithFallback(config);
    }

    private static Config FromEnvironment(IEnumerable<string> keys, Func<string, string?> environment)
    {
        var set = keys
            .Select(key => (Key: key, Value: environment(key.ToUpperInvariant().Replace('.', '_').Replace('-', '_'))))
            .Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Key} = {JsonSerializer.Serialize(pair.Value)}");
        return ConfigurationFactory.ParseString(string.Join('\n', set));
    }

    private static void RefuseUnknownKeys(ConfigurationFile file, IReadOnlyList<string> known)
    {
        var unknown = file.Keys.Where(key => IsOurs(key) && !known.Contains(key));
        var errors = unknown.Select(key => $"{file.Path}: {key} is not a setting; known are {string.Join(", ", known)}.").ToList();
        if (errors.Count > 0)
            throw new SettingsException(string.Join(Environment.NewLine, errors));
    }

    private static bool IsOurs(string key) => key == "coterie" || key.StartsWith("coterie.", StringComparison.Ordinal);

    private static string ReferenceText()
    {
        using var stream = typeof(CoterieConfiguration).Assembly.GetManifestResourceStream("Coterie.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
