using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

/// <summary>Reads the identifiers of serializers that do not say it themselves.</summary>
public static class SerializerIdentifierHelper
{
    /// <summary>The identifier that <c>akka.actor.serialization-identifiers</c> gives a serializer.</summary>
    /// <exception cref="ConfigurationException">It gives none.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        const string Section = "akka.actor.serialization-identifiers";
        var name = TypeName.Of(type);
        var path = $"{Section}.\"{name}\"";
        return system.Settings.Config.HasPath(path)
            ? system.Settings.Config.GetInt(path)
            : throw new ConfigurationException($"{Section} must name the type of every serializer without an Identifier of its own, was without [{name}].");
    }
}
