using Hocon;

namespace Akka.Configuration;

/// <summary>
/// Refuses what a user configures and the engine does not have. A setting that is silently ignored is worse than one
/// that is missing: its user believes in it. The known keys, and what kind of value each takes, are those of the
/// reference configurations; <see cref="FreeSections"/> lists what users may name themselves.
/// </summary>
internal static class ConfigurationCheck
{
    private const string Dispatcher = "akka.actor.default-dispatcher";
    private const string Mailbox = "akka.actor.default-mailbox";

    private static readonly Lock Adding = new();
    private static readonly List<Config> Added = [];
    private static volatile Config? _reference;

    private static Config Reference => _reference ?? AddReference(ConfigurationFactory.Default());

    /// <summary>Makes the keys of another module known; adding it again changes nothing.</summary>
    public static Config AddReference(Config reference)
    {
        lock (Adding)
        {
            var known = _reference ?? ConfigurationFactory.Default();
            if (!Added.Contains(reference))
            {
                Added.Add(reference);
                known = Config.Of(HoconObject.Merge(reference.Root, known.Root), "");
            }
            return _reference = known;
        }
    }

    /// <summary>Checks all that the user set under <c>akka</c>; other keys are the application's own.</summary>
    /// <exception cref="ConfigurationException">With a line for each key that is unknown or has a value of the wrong kind.</exception>
    public static void Check(Config config)
    {
        if (config.Find("akka") is not { } akka)
            return;
        var known = Reference.Find("akka") ?? new HoconValue(new HoconObject());
        Run("akka", akka, known);
    }

    /// <summary>A dispatcher that the user configured, with the default dispatcher's values below its own.</summary>
    public static Config DispatcherSection(Config system, string id) => OwnSection(system, id, "A dispatcher", Dispatcher);

    /// <summary>A mailbox that the user configured, with the default mailbox's values below its own.</summary>
    public static Config MailboxSection(Config system, string id) => OwnSection(system, id, "A mailbox", Mailbox);

    private static Config OwnSection(Config system, string id, string what, string like)
    {
        var section = system.GetConfig(id)
            ?? throw new ConfigurationException($"{what} must be a section of the configuration, was [{id}].");
        // Sections under akka may belong to a module with keys of its own; Check has seen those.
        if (!id.StartsWith("akka.", StringComparison.Ordinal))
            Run(id, new HoconValue(section.Root), Reference.Find(like)!);
        return system.GetConfig(like) is { } defaults ? section.WithFallback(defaults) : section;
    }

    private static void Run(string path, HoconValue value, HoconValue known)
    {
        var mistakes = new List<string>();
        new SectionCheck(Reference, mistakes).Check(path, value, known);
        if (mistakes.Count > 0)
            throw new ConfigurationException(string.Join('\n', mistakes));
    }
}
