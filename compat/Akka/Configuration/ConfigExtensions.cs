namespace Akka.Configuration;

/// <summary>Ways of handling a configuration that may be absent.</summary>
public static class ConfigExtensions
{
    public static Config SafeWithFallback(this Config? config, Config? fallback)
    {
        if (config.IsNullOrEmpty())
            return fallback ?? Config.Empty;
        return fallback.IsNullOrEmpty() || ReferenceEquals(config, fallback) ? config! : config!.WithFallback(fallback!);
    }

    public static bool IsNullOrEmpty(this Config? config) => config is null || config.IsEmpty;
}
