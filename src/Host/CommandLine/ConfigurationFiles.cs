using System.Collections;
using System.CommandLine;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Lab.Configuration;

namespace Coterie.Host.CommandLine;

/// <summary>
/// The configuration of a command: <c>config/coterie.conf</c> beside the program, the user's files over it, each over those before it, and
/// the environment over all of them.
/// </summary>
internal static class ConfigurationFiles
{
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Its option of <see cref="Options.Config"/>.</param>
    /// <param name="cancellation">Ends the reading of a file that does not come to its end.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">Something in the files or the environment breaks a rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Config Load(ParseResult parsed, Option<string[]> option, CancellationToken cancellation)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf");
        var config = LabConfiguration.Load([shipped, .. parsed.GetValue(option) ?? []], Variables(), cancellation);
        return parsed.GetValue(Options.Verbose) ? Verbose(config).WithFallback(config) : config;
    }

    // All that the actor system logs is to be seen.
    private static Config Verbose(Config config)
    {
        var level = string.Equals(config.GetString("akka.loglevel", ""), "DEBUG", StringComparison.OrdinalIgnoreCase) ? "DEBUG" : "INFO";
        return ConfigurationFactory.ParseString($$"""
            akka {
              loggers = ["{{typeof(VerboseLogger).FullName}}, {{typeof(VerboseLogger).Assembly.GetName().Name}}"]
              loglevel = {{level}}
              log-dead-letters = on
              remote.log-remote-lifecycle-events = on
            }
            """);
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
