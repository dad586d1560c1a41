using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Carries messages between this system and others.</summary>
public abstract class RemoteTransport
{
    /// <summary>Of one system.</summary>
    protected RemoteTransport(ExtendedActorSystem system, RemoteActorRefProvider provider)
    {
        System = system;
        Provider = provider;
        Log = Logging.GetLogger(system, "remoting");
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>Where its refs come from.</summary>
    public RemoteActorRefProvider Provider { get; }

    /// <summary>The addresses by which others reach this system.</summary>
    public abstract ISet<Address> Addresses { get; }

    /// <summary>The address by which others reach this system.</summary>
    public abstract Address DefaultAddress { get; }

    /// <summary>Its log.</summary>
    public ILoggingAdapter Log { get; }

    /// <summary>Opens the port; returns when others can connect.</summary>
    /// <exception cref="RemoteTransportException">The port cannot be opened.</exception>
    public abstract void Start();

    /// <summary>Sends what waits, tells the peers, closes everything.</summary>
    public abstract Task Shutdown();

    /// <summary>The address by which that system reaches this one.</summary>
    public abstract Address LocalAddressForRemote(Address remote);

    /// <summary>Sends a message; whatever is in the way, this returns at once.</summary>
    public abstract void Send(object message, IActorRef sender, RemoteActorRef recipient);

    /// <summary>Has nothing to do any more with that incarnation of a system, or with the present one.</summary>
    public abstract void Quarantine(Address address, int? uid);
}
