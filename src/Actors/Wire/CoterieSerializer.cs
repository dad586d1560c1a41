using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Coterie.Actors.Wire;

/// <summary>
/// Writes and reads the messages of the protocols that go to another machine, as protobuf with short manifests. It is bound to
/// the protocols' marker interfaces in <c>reference.conf</c>. It creates only types that have a format, whatever a sender names.
/// </summary>
internal sealed class CoterieSerializer : SerializerWithStringManifest
{
    private static readonly FormatTable Formats = new([.. MutexFormats.All, .. MemoryFormats.All, .. QuorumFormats.All]);

    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    public CoterieSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>The number of this serializer on the wire; the same in all versions.</summary>
    public override int Identifier => 1981;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The type has no format.</exception>
    public override string Manifest(object o) => Formats.ManifestOf(o);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The type has no format.</exception>
    public override byte[] ToBinary(object obj) => Formats.Write(obj);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are not of its format.</exception>
    public override object FromBinary(byte[] bytes, string? manifest) => Formats.Read(bytes, manifest, system);
}
