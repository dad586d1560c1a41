using Akka.Actor;

namespace Akka.Remote;

/// <summary>Where the refs of a system with remoting come from.</summary>
public interface IRemoteActorRefProvider : IActorRefProvider
{
    /// <summary>The system's actor that watches actors of other systems for those of this one.</summary>
    IActorRef RemoteWatcher { get; }

    /// <summary>The settings of remoting.</summary>
    RemoteSettings RemoteSettings { get; }

    /// <summary>Carries the messages.</summary>
    RemoteTransport Transport { get; }

    /// <summary>Whether an address is this system's.</summary>
    bool HasAddress(Address address);

    /// <summary>The ref of a path that came over the wire.</summary>
    IInternalActorRef ResolveActorRefWithLocalAddress(string path, Address localAddress);

    /// <summary>Has nothing to do any more with that incarnation of a system; null: with the present one.</summary>
    void Quarantine(Address address, int? uid);
}
