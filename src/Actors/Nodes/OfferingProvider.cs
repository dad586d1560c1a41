using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Coterie.Actors.Nodes;

/// <summary>
/// Akka.Remote's provider of references, restricted: a message from the network reaches only the actors that the node offers. For
/// a peer every other actor of this node looks like one that has stopped. <see cref="Akka.Remote"/> itself lets a peer send to
/// any actor whose path it knows or guesses.
/// </summary>
internal sealed class OfferingProvider : RemoteActorRefProvider, IRemoteActorRefProvider
{
    private readonly EventStream _events;

    /// <summary>The provider of a system; the system makes it.</summary>
    public OfferingProvider(string systemName, Settings settings, EventStream events)
        : base(systemName, settings, events) =>
        _events = events;

    /// <summary>Finds the recipient and the sender of a message from another node.</summary>
    IInternalActorRef IRemoteActorRefProvider.ResolveActorRefWithLocalAddress(string path, Address localAddress)
    {
        var actor = ResolveActorRefWithLocalAddress(path, localAddress);
        return !actor.IsLocal || Offers.MayBeTold(actor.Path) ? actor : new EmptyLocalActorRef(this, actor.Path, _events);
    }
}
