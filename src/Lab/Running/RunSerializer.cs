using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coterie.Actors.Wire;

namespace Coterie.Lab.Running;

/// <summary>
/// Writes and reads the messages of a run and of its counter, as protobuf behind short manifests; bound to their marker
/// interfaces in <c>reference.conf</c>. It makes only the types that have a format, whatever a sender names.
/// </summary>
internal sealed class RunSerializer : SerializerWithStringManifest
{
    private static readonly FormatTable Formats = new([.. SimulationFormats.All]);

    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    public RunSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>What tells this serializer from others on the wire; the same in all versions.</summary>
    public override int Identifier => 1982;

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
