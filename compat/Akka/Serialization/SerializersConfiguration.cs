using System.Reflection;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

/// <summary>Makes the serializers and bindings that a configuration names.</summary>
internal sealed class SerializersConfiguration(ExtendedActorSystem system)
{
    private const string Serializers = "akka.actor.serializers";
    private const string Bindings = "akka.actor.serialization-bindings";
    private const string ClassSettings = "akka.actor.serialization-settings";

    public void AddTo(Serialization serialization)
    {
        var byName = new Dictionary<string, Serializer>();
        foreach (var (name, typeName) in Entries(Serializers))
        {
            byName[name] = Create(name, typeName);
            try
            {
                serialization.AddSerializer(name, byName[name]);
            }
            catch (ArgumentException taken)
            {
                throw new ConfigurationException($"{Serializers}.{name} must not clash with another serializer. {taken.Message}", taken);
            }
        }
        foreach (var (typeName, name) in Entries(Bindings))
        {
            var type = Type.GetType(typeName)
                ?? throw new ConfigurationException($"{Bindings} must bind types that exist, was [{typeName}].");
            if (!byName.TryGetValue(name, out var serializer))
                throw new ConfigurationException($"{Bindings}.\"{typeName}\" must be the name of a serializer in {Serializers}, was [{name}].");
            serialization.AddSerializationMap(type, serializer);
        }
    }

    private IEnumerable<(string Key, string Value)> Entries(string path)
    {
        if (system.Settings.Config.GetConfig(path) is not { } section) yield break;
        foreach (var (key, field) in section.Root)
        {
            if (field.Value.Type != global::Hocon.HoconType.Empty) yield return (key, field.Value.GetString());
        }
    }

    private Serializer Create(string name, string typeName)
    {
        var type = Type.GetType(typeName);
        var settings = system.Settings.Config.GetConfig($"{ClassSettings}.\"{name}\"") ?? ConfigurationFactory.Empty;
        var plain = type?.GetConstructor([typeof(ExtendedActorSystem)]);
        var configured = type?.GetConstructor([typeof(ExtendedActorSystem), typeof(Config)]);
        if (type is null || type.IsAbstract || !typeof(Serializer).IsAssignableFrom(type) || (plain ?? configured) is null)
        {
            throw new ConfigurationException(
                $"{Serializers}.{name} must be the name of a Serializer's type that exists here and has a constructor for an ExtendedActorSystem, was [{typeName}].");
        }
        try
        {
            return (Serializer)(configured?.Invoke([system, settings]) ?? plain!.Invoke([system]));
        }
        catch (TargetInvocationException failed)
        {
            throw new ConfigurationException(
                $"{Serializers}.{name} must be a serializer that can be made, was [{typeName}]: {failed.InnerException!.Message}", failed.InnerException);
        }
    }
}
