using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// Replaces <c>akka-containers</c>: reads selections by name, without patterns and parents, of the messages that find a peer:
/// Identify, heartbeats, and the wish to join. A selection within a selection would bypass the list of trusted paths. The paths
/// themselves are checked by <c>akka.remote.trusted-selection-paths</c>.
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
