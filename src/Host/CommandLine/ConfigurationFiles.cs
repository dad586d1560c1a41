using Akka.Configuration;
using Coterie.Configuration;

namespace Coterie.Host.CommandLine;

/// <summary>The configuration files of a command: <c>config/coterie.conf</c> beside the program, and the user's over it.</summary>
internal static class ConfigurationFiles
{
    /// <param name="users">The user's file; null: none.</param>
    /// <param name="verbose">Whether all that the actor system logs is to be seen.</param>
    public static Config Load(string? users, bool verbose)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf");
        var config = CoterieConfiguration.Load(users is null ? [shipped] : [shipped, users], Environment.GetEnvironmentVariable);
        return verbose ? Verbose(config).WithFallback(config) : config;
    }

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
}
