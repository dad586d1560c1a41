using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Coterie.Actors.Wire;

/// <summary>
/// Replaces a serializer of Akka.NET that Coterie does not need, under the same identifier, and refuses to read and to write.
/// JSON and protobuf by name would create any type that a sender names; a deployment would run an actor; no actor here takes
/// plain bytes.
/// </summary>
internal sealed class RefusingSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">
    /// Its section of <c>akka.actor.serialization-settings</c>: <c>identifier</c> says which serializer it replaces.
    /// </param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) =>
        Identifier = settings.GetInt("identifier");

    /// <summary>The number of Akka.NET's serializer.</summary>
    public override int Identifier { get; }

    /// <inheritdoc/>
    /// <exception cref="SerializationException">Always.</exception>
    public override string Manifest(object o) => throw Unbound(o);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">Always.</exception>
    public override byte[] ToBinary(object obj) => throw Unbound(obj);

    /// <inheritdoc/>
    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        throw RefusalLog.Refuse(system, Identifier, manifest, "it is not offered");

    private static SerializationException Unbound(object message) =>
        new("A message must be of a type that a serializer is bound to (akka.actor.serialization-bindings), "
            + $"was [{message.GetType()}].");
}
