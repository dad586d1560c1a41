using System.Reflection;
using Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from HOCON text.</summary>
public class ConfigurationFactory
{
    private static readonly Lazy<Config> Reference = new(() => FromResource("Akka.Configuration.akka.conf", typeof(Config).Assembly));

    public static Config Empty => Config.Empty;

    /// <summary>The engine's own configuration: every key it knows, with its default.</summary>
    public static Config Default() => Reference.Value;

    /// <exception cref="ConfigurationException">The text is not HOCON, has an include, or a substitution cannot be resolved.</exception>
    public static Config ParseString(string hocon) => Parse(hocon, "The configuration");

    /// <summary>Reads the text embedded in an assembly under this name.</summary>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"The resource {resourceName} must be embedded in {assembly.GetName().Name}, was [absent].");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), $"The resource {resourceName}");
    }

    /// <summary>Reads the text embedded in the assembly of this object's type.</summary>
    public static Config FromResource(string resourceName, object instanceInAssembly) => instanceInAssembly switch
    {
        Type type => FromResource(resourceName, type.Assembly),
        Assembly assembly => FromResource(resourceName, assembly),
        _ => FromResource(resourceName, instanceInAssembly.GetType().Assembly),
    };

    /// <summary>Reads the text embedded in the assembly of <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    private static Config Parse(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text, "hocon");
        try
        {
            var root = HoconParser.Parse(text).Value;
            return root.Type == HoconType.Object
                ? Config.Of(root.GetObject(), "")
                : throw new ConfigurationException($"{what} must be an object, was [an array].");
        }
        catch (HoconParserException e)
        {
            throw new ConfigurationException($"{what} must be valid HOCON. {e.Message}", e);
        }
    }
}
