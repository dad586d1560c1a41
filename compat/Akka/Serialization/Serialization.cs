using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// The serializers of an actor system, and which serves which type of message, as <c>akka.actor.serializers</c> and
/// <c>akka.actor.serialization-bindings</c> say. A message goes to the serializer of the most specific type that is bound. Nothing
/// is bound to every object: what should travel needs a binding.
/// </summary>
public partial class Serialization
{
    private readonly ConcurrentDictionary<int, Serializer> _byIdentifier = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();

    // Only bound types are ever looked for by name: whoever sends a name must not choose what this process loads.
    private readonly ConcurrentDictionary<(int Serializer, string Name), Type> _boundNames = new();
    private readonly NullSerializer _null;

    // Replaced as a whole by a new binding; who still reads the old one sees the bindings of that moment.
    private volatile ConcurrentDictionary<Type, MessageFormat> _formats = new();

    /// <summary>As the configuration of <paramref name="system"/> says.</summary>
    /// <exception cref="Configuration.ConfigurationException">It names what does not exist, or an identifier twice.</exception>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _null = new NullSerializer(system);
        _byIdentifier[_null.Identifier] = _null;
        new SerializersConfiguration(system).AddTo(this);
    }

    /// <summary>The actor system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Makes a serializer known for reading.</summary>
    /// <exception cref="ArgumentException">Its identifier is another's.</exception>
    public void AddSerializer(Serializer serializer)
    {
        var known = _byIdentifier.GetOrAdd(serializer.Identifier, serializer);
        if (ReferenceEquals(known, serializer)) return;
        throw new ArgumentException(
            $"Identifier of [{serializer.GetType()}] must be its own, was [{serializer.Identifier}], that of [{known.GetType()}].", nameof(serializer));
    }

    /// <summary>Makes a serializer known for reading, and under a name.</summary>
    /// <exception cref="ArgumentException">Its identifier is another's.</exception>
    public void AddSerializer(string name, Serializer serializer)
    {
        AddSerializer(serializer);
        _byName[name] = serializer;
    }

    /// <summary>Binds a type, and all that derive from it, to a serializer.</summary>
    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _boundNames[(serializer.Identifier, TypeName.Of(type))] = type;
        _formats = new();
    }

    /// <summary>The serializer of a message.</summary>
    /// <exception cref="SerializationException">No binding fits, and there is no default.</exception>
    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null) =>
        obj is null ? _null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>The serializer of a type.</summary>
    /// <param name="objectType">The type of a message.</param>
    /// <param name="defaultSerializerName">The name of the serializer to be taken where no binding fits.</param>
    /// <exception cref="SerializationException">No binding fits, and there is no default.</exception>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null) =>
        defaultSerializerName is not null && MostSpecific(objectType) is null && _byName.TryGetValue(defaultSerializerName, out var byName)
            ? byName
            : FormatOf(objectType).Serializer;

    /// <summary>The bytes of a message, without a word of who wrote them.</summary>
    /// <exception cref="SerializationException">No binding fits.</exception>
    public byte[] Serialize(object o) =>
        WithTransport(System, (Serializer: FindSerializerFor(o), Message: o), static state => state.Serializer.ToBinary(state.Message));

    /// <summary>The message of the bytes that a serializer wrote.</summary>
    /// <exception cref="SerializationException">There is no such serializer.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type type) => Known(serializerId).FromBinary(bytes, type);

    /// <summary>The message of the bytes that a serializer wrote.</summary>
    /// <exception cref="SerializationException">There is no such serializer, or the manifest names a type that is not bound to it.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest) => Known(serializerId) switch
    {
        SerializerWithStringManifest named => named.FromBinary(bytes, manifest),
        var other => other.FromBinary(bytes, string.IsNullOrEmpty(manifest) ? null! : BoundType(serializerId, manifest)),
    };

    /// <summary>What travels beside the bytes of a message: the serializer's word for it, or its type's name, or nothing.</summary>
    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => TypeName.Of(msg.GetType()),
        _ => "",
    };

    /// <summary>The serializer of that number, or null.</summary>
    internal Serializer? Find(int identifier) => _byIdentifier.GetValueOrDefault(identifier);

    /// <summary>The type of that name which is bound to the serializer.</summary>
    internal Type BoundType(int serializer, string name) => _boundNames.TryGetValue((serializer, name), out var type)
        ? type
        : throw new SerializationException($"Manifest for serializer {serializer} must name a type that is bound to it, was [{name}].");

    /// <summary>How messages of a type travel.</summary>
    internal MessageFormat FormatOf(Type type)
    {
        var formats = _formats;
        return formats.TryGetValue(type, out var known)
            ? known
            : formats.GetOrAdd(type, new MessageFormat(type, MostSpecific(type) ?? throw Unbound(type)));
    }

    private Serializer Known(int identifier) => Find(identifier)
        ?? throw new SerializationException($"Serializer identifier must be that of a serializer in akka.actor.serializers, was [{identifier}].");

    private Serializer? MostSpecific(Type type)
    {
        if (_bindings.TryGetValue(type, out var exact)) return exact;
        var fitting = _bindings.Keys.Where(bound => bound.IsAssignableFrom(type)).ToArray();
        var nearest = fitting.Where(bound => !fitting.Any(other => other != bound && bound.IsAssignableFrom(other))).ToArray();
        return nearest.Select(bound => _bindings[bound]).Distinct().ToArray() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new SerializationException(
                $"Message of type [{type}] must be bound to one serializer, was bound to several through [{string.Join("], [", (object[])nearest)}]."),
        };
    }

    private static SerializationException Unbound(Type type) => new(
        $"Message of type [{type}] must be bound to a serializer, was not: add \"{TypeName.Of(type)}\" = <name> to akka.actor.serialization-bindings, with a serializer of akka.actor.serializers.");
}
