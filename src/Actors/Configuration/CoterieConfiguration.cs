using System.Text.Json;
using Akka.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>
/// The configuration of a command: the library's <c>reference.conf</c>; files override it, each those before it; environment
/// variables override the files.
/// </summary>
public static class CoterieConfiguration
{
    /// <summary>
    /// The beginning of the names of environment variables that set a key: <c>COTERIE_NODE_PORT</c> sets
    /// <c>coterie.node.port</c>.
    /// </summary>
    public const string VariablePrefix = "COTERIE_";

    // Of one file: a file of nonsense does not cause a thousand lines.
    private const int MostErrors = 10;

    /// <summary>The keys of this library.</summary>
    internal static ConfigurationPart Part { get; } =
        new(typeof(CoterieConfiguration).Assembly, read => CoterieSettings.Read(read));

    /// <summary>Loads the files, and checks all that they and the environment set under <c>coterie</c>.</summary>
    /// <param name="paths">HOCON files; each overrides those before it.</param>
    /// <param name="environment">
    /// Environment variables; those whose names do not begin with <see cref="VariablePrefix"/> are ignored. Default: none.
    /// </param>
    /// <param name="cancellation">Ends the reading of a file without an end, such as a pipe that stays open.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">
    /// A key or variable does not exist, or a value breaks its rule; all errors are named, at most ten of a file.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Config Load(
        IEnumerable<string> paths,
        IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellation = default) =>
        Load([Part], paths, environment, [], cancellation);

    /// <summary>The same, with the keys of several libraries.</summary>
    /// <param name="parts">The keys of each; its defaults override those of the parts before it.</param>
    /// <param name="paths">As above.</param>
    /// <param name="environment">As above.</param>
    /// <param name="given">Options of a command line that set keys. They override everything else.</param>
    /// <param name="cancellation">As above.</param>
    internal static Config Load(
        IReadOnlyList<ConfigurationPart> parts,
        IEnumerable<string> paths,
        IReadOnlyDictionary<string, string>? environment,
        IReadOnlyList<GivenKey> given,
        CancellationToken cancellation)
    {
        var known = parts.SelectMany(part => part.Reference.Keys).Where(KnownKeys.IsOurs).ToList();
        var names = new Dictionary<string, string>();
        var errors = new List<string>();
        var config = parts.Aggregate(ConfigurationFactory.Empty, (below, part) => part.Reference.Config.WithFallback(below));
        foreach (var path in paths)
        {
            var file = ConfigurationFile.Load(path, cancellation);
            errors.AddRange(KnownKeys.Check(file, known).Take(MostErrors));
            foreach (var entry in file.Entries.Where(entry => known.Contains(entry.Path)).Take(known.Count))
                names[entry.Path] = $"{file.PlaceOf(entry)}: {entry.Path}";
            config = file.Config.WithFallback(config);
        }
        config = FromEnvironment(known, environment ?? new Dictionary<string, string>(), names, errors).WithFallback(config);
        var options = given.Where(option => option.Value is not null).ToList();
        foreach (var option in options)
            names[option.Key] = option.Option;
        foreach (var option in given)
            names.TryAdd(option.Key, option.Option);
        config = Values(options.Select(option => $"{option.Key} = {JsonSerializer.Serialize(option.Value)}"))
            .WithFallback(config);
        if (errors.Count > 0)
            throw new SettingsException(string.Join(Environment.NewLine, errors));
        var reader = new SettingsReader(config, names);
        foreach (var part in parts)
            part.Check(reader);
        reader.ThrowIfWrong();
        return config;
    }

    private static Config FromEnvironment(
        List<string> known,
        IReadOnlyDictionary<string, string> environment,
        Dictionary<string, string> names,
        List<string> errors)
    {
        var keys = known.ToDictionary(KnownKeys.VariableOf);
        var set = new List<string>();
        var ours = environment.Where(pair => pair.Key.StartsWith(VariablePrefix, StringComparison.Ordinal));
        foreach (var (variable, value) in ours.OrderBy(pair => pair.Key))
        {
            if (!keys.TryGetValue(variable, out var key))
            {
                var shown = Printable.Escape(variable, 100);
                errors.Add($"{shown} is not an environment variable of coterie{KnownKeys.Meant(variable, keys.Keys)}.");
                continue;
            }
            names[key] = $"{key} ({variable})";
            if (value.Trim() == "null") // the parser would take it for no value
                errors.Add($"{names[key]} must be a value, was [null].");
            set.Add($"{key} = {JsonSerializer.Serialize(value)}");
        }
        return Values(set);
    }

    private static Config Values(IEnumerable<string> lines) => string.Join('\n', lines) is { Length: > 0 } text
        ? ConfigurationFactory.ParseString(text + "\n\n")
        : ConfigurationFactory.Empty;
}

/// <summary>An option of a command line that sets a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Option">The option, as errors call it.</param>
/// <param name="Value">Its value; null: it is not given, but errors name it, because others that belong to it are.</param>
internal sealed record GivenKey(string Key, string Option, string? Value);
