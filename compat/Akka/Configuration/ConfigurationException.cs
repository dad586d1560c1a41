using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration is not readable, has a wrong value, or asks for something the engine does not have.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message) : base(message)
    {
    }

    public ConfigurationException(string message, Exception? exception) : base(message, exception)
    {
    }

    /// <summary>The section that <typeparamref name="T"/> is configured by is missing.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) =>
        new($"The configuration of {typeof(T).Name}{(path is null ? "" : $" at {path}")} must have keys, was [empty].");
}
