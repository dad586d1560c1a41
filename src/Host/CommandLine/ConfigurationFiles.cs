using Akka.Configuration;
using Coterie.Configuration;

namespace Coterie.Host.CommandLine;

/// <summary>The configuration files of a command: <c>config/coterie.conf</c> beside the program, and the user's over it.</summary>
internal static class ConfigurationFiles
{
    public static Config Load(string? users)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf");
        return CoterieConfiguration.Load(users is null ? [shipped] : [shipped, users], Environment.GetEnvironmentVariable);
    }
}
