using System.Collections;
using System.CommandLine;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Lab.Configuration;

namespace Coterie.Host.CommandLine;

/// <summary>
/// The configuration of a command. The user's files override <c>config/coterie.conf</c> beside the program, each file overrides
/// those before it, and environment variables override all files.
/// </summary>
internal static class ConfigurationFiles
{
    /// <summary>The environment variable in which the command of <c>coterie lock</c> finds the name of the lock.</summary>
    public const string LockVariable = "COTERIE_LOCK";

    /// <summary>The one in which it finds the token.</summary>
    public const string TokenVariable = "COTERIE_TOKEN";

    /// <param name="parsed">The command line.</param>
    /// <param name="option">Its option of <see cref="Options.Config"/>.</param>
    /// <param name="cancellation">Ends the reading, also of a pipe into which nobody writes.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">A setting in the files or the environment breaks its rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Config Load(ParseResult parsed, Option<string[]> option, CancellationToken cancellation)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf");
        var config = LabConfiguration.Load([shipped, .. parsed.GetValue(option) ?? []], Variables(), Given(parsed), cancellation);
        return parsed.GetValue(Options.Verbose) ? Verbose(config).WithFallback(config) : config;
    }

    // Shows everything that the actor system logs.
    private static Config Verbose(Config config)
    {
        var isDebug = string.Equals(config.GetString("akka.loglevel", ""), "DEBUG", StringComparison.OrdinalIgnoreCase);
        var level = isDebug ? "DEBUG" : "INFO";
        return ConfigurationFactory.ParseString($$"""
            akka {
              loggers = ["{{typeof(VerboseLogger).FullName}}, {{typeof(VerboseLogger).Assembly.GetName().Name}}"]
              loglevel = {{level}}
              log-dead-letters = on
              remote.log-remote-lifecycle-events = on
            }
            """);
    }

    private static List<GivenKey> Given(ParseResult parsed)
    {
        List<GivenKey> keys =
        [
            Of("coterie.node.tls.certificate", Options.Tls),
            Of("coterie.node.tls.key", Options.TlsKey),
            Of("coterie.node.tls.authority", Options.TlsAuthority),
        ];
        return keys.Exists(key => key.Value is not null) ? keys : [];

        GivenKey Of(string key, Option<string?> option) => new(key, option.Name, parsed.GetValue(option));
    }

    // What coterie lock sets for its command is no setting.
    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(variable => variable.Key is not (LockVariable or TokenVariable))
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
