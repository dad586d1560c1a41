using System.Reflection;

namespace Coterie.Actors.Configuration;

/// <summary>The part of the configuration that one library knows.</summary>
/// <param name="library">The library; its resource <c>NAME.reference.conf</c> has its keys with their defaults.</param>
/// <param name="check">Reads the values of these keys; the reader collects the errors.</param>
internal sealed class ConfigurationPart(Assembly library, Action<SettingsReader> check)
{
    private readonly Lazy<ConfigurationFile> _reference = new(() => ConfigurationFile.Parse(TextOf(library), "reference.conf"));

    /// <summary>Its keys with their defaults.</summary>
    public ConfigurationFile Reference => _reference.Value;

    /// <summary>Reads the values of its keys.</summary>
    public void Check(SettingsReader reader) => check(reader);

    private static string TextOf(Assembly library)
    {
        using var stream = library.GetManifestResourceStream($"{library.GetName().Name}.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
