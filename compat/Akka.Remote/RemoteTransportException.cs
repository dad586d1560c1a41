using Akka.Actor;

namespace Akka.Remote;

/// <summary>Remoting cannot start, or cannot do what was asked.</summary>
public class RemoteTransportException : AkkaException
{
    /// <summary>With what caused it, where something did.</summary>
    public RemoteTransportException(string message, Exception? cause = null) : base(message, cause) { }
}
