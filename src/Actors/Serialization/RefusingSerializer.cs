using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Coterie.Serialization;

/// <summary>
/// Stands where Akka.NET has its JSON serializer, under the same identifier, and refuses both ways: that one makes whatever type a sender names.
/// </summary>
public sealed class RefusingSerializer : Serializer
{
    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Akka.Configuration.Config settings)
        : base(system)
    {
    }

    /// <summary>That of the JSON serializer.</summary>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">Always.</exception>
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"A message must be of a type that a serializer is bound to (akka.actor.serialization-bindings), was [{obj.GetType()}].");

    /// <inheritdoc/>
    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("A message must not be JSON with type names (serializer 1), was [JSON]: it would make whatever its sender names.");
}
