using System.Net.Sockets;
using Akka.Actor;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>Called when a socket is ready.</summary>
internal interface ISocketHandler
{
    /// <summary>
    /// The socket is ready for what its watch says. Called on the thread of the <see cref="SocketLoop"/>; must neither block nor
    /// throw.
    /// </summary>
    void OnReady();
}

/// <summary>What a handler waits for at one socket. Used only on the thread of its <see cref="SocketLoop"/>.</summary>
internal sealed class SocketWatch(SocketLoop loop, Socket socket, ISocketHandler handler) : IDisposable
{
    public Socket Socket { get; } = socket;

    public ISocketHandler Handler { get; } = handler;

    /// <summary>Whether it waits for bytes, for the other side's end, or for a connection to accept.</summary>
    public bool ForReading { get; set; } = true;

    /// <summary>Whether it waits until it can send.</summary>
    public bool ForWriting { get; set; }

    public void Dispose() => loop.Forget(this);
}

/// <summary>Tells an actor when its socket is ready.</summary>
internal sealed class ReadinessTold(IActorRef actor) : ISocketHandler
{
    public void OnReady() => actor.Tell(SocketReady.Instance, ActorRefs.NoSender);
}

/// <summary>To an actor that watches a socket: it is ready for what the watch says. It may come twice, or too late.</summary>
internal sealed class SocketReady
{
    public static SocketReady Instance { get; } = new();
}
