using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Published when this system will have nothing to do any more with one incarnation of another.</summary>
public sealed class QuarantinedEvent : RemotingLifecycleEvent
{
    /// <summary>Of one incarnation.</summary>
    public QuarantinedEvent(Address address, int uid)
    {
        Address = address;
        Uid = uid;
    }

    /// <summary>The address of the other system.</summary>
    public Address Address { get; }

    /// <summary>Which of the systems of that address.</summary>
    public int Uid { get; }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    /// <inheritdoc/>
    public override string ToString() =>
        $"Association to [{Address}] having UID [{Uid}] is irrecoverably failed. UID is now quarantined and all messages to this UID will be delivered to dead letters. "
        + "The other system must be restarted before it can be reached again.";
}

/// <summary>Published when another system says that it has quarantined this one: only a restart of this system helps.</summary>
public sealed class ThisActorSystemQuarantinedEvent : RemotingLifecycleEvent
{
    /// <summary>By one other system.</summary>
    public ThisActorSystemQuarantinedEvent(Address localAddress, Address remoteAddress)
    {
        LocalAddress = localAddress;
        RemoteAddress = remoteAddress;
    }

    /// <summary>This system.</summary>
    public Address LocalAddress { get; }

    /// <summary>Who quarantined it.</summary>
    public Address RemoteAddress { get; }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    /// <inheritdoc/>
    public override string ToString() => $"The remote system {RemoteAddress} has quarantined this system {LocalAddress}.";
}
