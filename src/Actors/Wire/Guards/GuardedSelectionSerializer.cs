using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// In the place of <c>akka-containers</c>: selections by name alone, without patterns and parents, of what finds a peer: who are
/// you, may I join, are you alive. A selection within a selection would pass the list of trusted paths. Where selections lead is
/// for <c>akka.remote.trusted-selection-paths</c>.
/// </summary>
/// <param name="system">The system that makes it.</param>
internal sealed class GuardedSelectionSerializer(ExtendedActorSystem system) : GuardedSerializer(
    system, 6, () => new MessageContainerSerializer(system), "")
{
    /// <inheritdoc/>
    protected override object Read(Serializer akka, byte[] bytes, string manifest) =>
        akka.FromBinary<ActorSelectionMessage>(bytes);

    /// <inheritdoc/>
    protected override bool IsOffered(object message) =>
        message is ActorSelectionMessage { Message: Identify or RemoteWatcher.Heartbeat or IFindsPeer } selection
        && Array.TrueForAll(selection.Elements, element => element is SelectChildName);
}
