using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coterie.Memory;
using Coterie.Mutex;
using Coterie.Simulation;

namespace Coterie.Serialization;

/// <summary>
/// Writes and reads everything of Coterie's own that goes to another machine, as protobuf behind short manifests; bound to the protocols' marker
/// interfaces in <c>reference.conf</c>. It makes only the types listed here, whatever a sender names.
/// </summary>
public sealed class CoterieSerializer : SerializerWithStringManifest
{
    private static readonly WireFormat[] Formats = [.. MutexFormats.All, .. MemoryFormats.All, .. SimulationFormats.All];
    private static readonly FrozenDictionary<Type, WireFormat> ByType = Formats.ToFrozenDictionary(format => format.Type);
    private static readonly FrozenDictionary<string, WireFormat> ByManifest = Formats.ToFrozenDictionary(format => format.Manifest);

    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    public CoterieSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>What tells this serializer from others on the wire; the same in all versions.</summary>
    public override int Identifier => 1981;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The type has no format.</exception>
    public override string Manifest(object o) => FormatOf(o).Manifest;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The type has no format.</exception>
    public override byte[] ToBinary(object obj) => FormatOf(obj).Write(obj);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are not of its format.</exception>
    public override object FromBinary(byte[] bytes, string? manifest)
    {
        try
        {
            return ByManifest.TryGetValue(manifest ?? "", out var format)
                ? format.Read(bytes, system)
                : throw new SerializationException($"The manifest must be one of {string.Join(", ", ByManifest.Keys.Order(StringComparer.Ordinal))}, was [{manifest}].");
        }
        catch (SerializationException failure)
        {
            RefusalLog.Of(system).Refused($"A message [{manifest}] was refused: {failure.Message}");
            throw;
        }
    }

    private static WireFormat FormatOf(object message) => ByType.TryGetValue(message.GetType(), out var format)
        ? format
        : throw new SerializationException($"The message must be of a type with a wire format, was [{message.GetType().Name}].");
}
