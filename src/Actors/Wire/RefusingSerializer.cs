using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Coterie.Actors.Wire;

/// <summary>
/// Stands where Akka.NET has a serializer that Coterie does not need, under the same identifier, and refuses both ways: JSON
/// makes whatever type a sender names, and so does protobuf by name; the deployment of an actor runs it; bytes are nothing that
/// any actor here takes.
/// </summary>
public sealed class RefusingSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer of <paramref name="system"/>; the system makes it.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">
    /// Its section of <c>akka.actor.serialization-settings</c>: <c>identifier</c> is whose place it takes.
    /// </param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) =>
        Identifier = settings.GetInt("identifier");

    /// <summary>That of Akka.NET's serializer.</summary>
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
