using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// Replaces a serializer of Akka.NET, under the same identifier, and lets it read only what Coterie needs. The bytes stay the
/// same in both directions. Everything else that a peer sends under that identifier is refused and logged.
/// </summary>
internal abstract class GuardedSerializer : SerializerWithStringManifest
{
    private readonly int _identifier;
    private readonly FrozenSet<string> _manifests;
    private readonly Lazy<Serializer> _akka;

    /// <param name="system">The system that makes the serializer.</param>
    /// <param name="identifier">The number of Akka.NET's serializer.</param>
    /// <param name="akka">Makes Akka.NET's serializer; called with the first message, not at the start of the system.</param>
    /// <param name="manifests">The manifests that may be read; an empty one means a message without a manifest.</param>
    protected GuardedSerializer(
        ExtendedActorSystem system, int identifier, Func<Serializer> akka, params IEnumerable<string> manifests)
        : base(system) =>
        (_identifier, _akka, _manifests) = (identifier, new Lazy<Serializer>(akka), manifests.ToFrozenSet());

    /// <inheritdoc/>
    public sealed override int Identifier => _identifier;

    /// <inheritdoc/>
    public sealed override string Manifest(object o) => Akka.Serialization.Serialization.ManifestFor(_akka.Value, o);

    /// <inheritdoc/>
    public sealed override byte[] ToBinary(object obj) => _akka.Value.ToBinary(obj);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The message is not offered, or the bytes are not a message.</exception>
    public sealed override object FromBinary(byte[] bytes, string? manifest)
    {
        if (!_manifests.Contains(manifest ?? ""))
            throw RefusalLog.Refuse(system, _identifier, manifest, "it is not offered");
        object message;
        try
        {
            message = Read(_akka.Value, bytes, manifest ?? "");
        }
        catch (Exception failure)
        {
            throw RefusalLog.Refuse(system, _identifier, manifest, failure.Message, failure);
        }
        return IsOffered(message)
            ? message
            : throw RefusalLog.Refuse(system, _identifier, manifest, "what it asks for is not offered");
    }

    /// <summary>Reads the bytes with Akka.NET's serializer.</summary>
    protected virtual object Read(Serializer akka, byte[] bytes, string manifest) =>
        ((SerializerWithStringManifest)akka).FromBinary(bytes, manifest);

    /// <summary>Whether a peer may send this message.</summary>
    protected virtual bool IsOffered(object message) => true;
}
