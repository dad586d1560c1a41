using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;

namespace Coterie.Actors.Wire;

/// <summary>The formats of one serializer. It creates only the types listed here, whatever a sender names.</summary>
/// <param name="formats">Each with a type and a manifest of its own.</param>
internal sealed class FormatTable(IReadOnlyList<WireFormat> formats)
{
    private readonly FrozenDictionary<Type, WireFormat> _byType = formats.ToFrozenDictionary(format => format.Type);
    private readonly FrozenDictionary<string, WireFormat> _byManifest = formats.ToFrozenDictionary(format => format.Manifest);

    /// <exception cref="SerializationException">The type has no format.</exception>
    public string ManifestOf(object message) => FormatOf(message).Manifest;

    /// <exception cref="SerializationException">The type has no format.</exception>
    public byte[] Write(object message) => FormatOf(message).Write(message);

    /// <summary>Reads a message, and logs one that is refused.</summary>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are not of its format.</exception>
    public object Read(byte[] bytes, string? manifest, ExtendedActorSystem system)
    {
        try
        {
            return _byManifest.TryGetValue(manifest ?? "", out var format)
                ? format.Read(bytes, system)
                : throw new SerializationException($"The manifest must be one of {Manifests}, was [{manifest}].");
        }
        catch (SerializationException failure)
        {
            RefusalLog.Of(system).Refused($"A message [{manifest}] was refused: {failure.Message}");
            throw;
        }
    }

    private string Manifests => string.Join(", ", _byManifest.Keys.Order(StringComparer.Ordinal));

    private WireFormat FormatOf(object message) => _byType.TryGetValue(message.GetType(), out var format)
        ? format
        : throw new SerializationException($"The message must be of a type with a wire format, was [{message.GetType().Name}].");
}
