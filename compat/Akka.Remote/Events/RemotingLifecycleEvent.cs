using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Something about remoting as a whole; published on the event stream.</summary>
public abstract class RemotingLifecycleEvent
{
    /// <summary>How severe it is, for the log.</summary>
    public abstract LogLevel LogLevel();
}

/// <summary>Published when the port is bound.</summary>
public sealed class RemotingListenEvent : RemotingLifecycleEvent
{
    /// <summary>With the addresses by which others reach this system.</summary>
    public RemotingListenEvent(IList<Address> listenAddresses) => ListenAddresses = listenAddresses;

    /// <summary>The addresses by which others reach this system.</summary>
    public IList<Address> ListenAddresses { get; }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    /// <inheritdoc/>
    public override string ToString() => $"Remoting now listens on addresses: [{string.Join(", ", ListenAddresses)}]";
}

/// <summary>Published when this system has closed its connections for good.</summary>
public sealed class RemotingShutdownEvent : RemotingLifecycleEvent
{
    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    /// <inheritdoc/>
    public override string ToString() => "Remoting shut down";
}
