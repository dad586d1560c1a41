using System.Net;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>The messages of the raw port itself. All are local.</summary>
public static class RawPortProtocol
{
    /// <summary>Published on the event stream when a client has come.</summary>
    /// <param name="Client">Its endpoint.</param>
    public sealed record ClientConnected(IPEndPoint Client);

    /// <summary>Published on the event stream, after <see cref="ClientConnected"/>, when a client is gone.</summary>
    /// <param name="Client">Its endpoint.</param>
    public sealed record ClientDisconnected(IPEndPoint Client);

    /// <summary>From a connection to its port: it has closed.</summary>
    /// <param name="Connection">The connection.</param>
    /// <param name="Reason">Why this side closed it, for the log; null if the client closed it.</param>
    internal sealed record Closed(RawConnection Connection, string? Reason);

    /// <summary>
    /// To the port, which passes it on to its connections: take no new clients, answer what has arrived, close. The actor stops
    /// when all are closed, at the latest after <see cref="RawServer.LongestFarewell"/>. A second one changes nothing.
    /// </summary>
    internal sealed record Finish
    {
        public static Finish Instance { get; } = new();
    }
}
