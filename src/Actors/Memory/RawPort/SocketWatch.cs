using System.Net.Sockets;
using Akka.Actor;

namespace Coterie.Memory.RawPort;

/// <summary>What an actor waits for at one socket. Used on the thread of its <see cref="SocketLoop"/> alone.</summary>
internal sealed class SocketWatch(SocketLoop loop, Socket socket, IActorRef actor) : IDisposable
{
    public Socket Socket { get; } = socket;

    public IActorRef Actor { get; } = actor;

    /// <summary>Whether it waits for bytes, for the other side's end, or for a connection to accept.</summary>
    public bool ForReading { get; set; } = true;

    /// <summary>Whether it waits for room to send into.</summary>
    public bool ForWriting { get; set; }

    public void Dispose() => loop.Forget(this);
}

/// <summary>To an actor that watches a socket: it is ready for what the watch says. It may be told twice, or too late.</summary>
internal sealed class SocketReady
{
    public static SocketReady Instance { get; } = new();
}
