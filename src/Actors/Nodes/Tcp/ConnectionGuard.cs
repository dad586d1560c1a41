using System.Net;
using Akka.Event;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>
/// Decides how many connections there may be: those that others open, and those to others. Safe for all threads.
/// </summary>
/// <param name="settings">How many there may be, and how long the first frame of one may take.</param>
/// <param name="room">How many the process has handles for.</param>
/// <param name="log">Gets what is refused, seldom.</param>
internal sealed class ConnectionGuard(NodeSettings settings, ConnectionRoom.Port room, ILoggingAdapter log)
{
    private readonly RareWarning _refused = new(TimeProvider.System);
    private readonly RareWarning _silent = new(TimeProvider.System);
    private int _count;
    private int _outbound;

    /// <summary>How many connections of others there may be.</summary>
    public int MostConnections => settings.MostConnections;

    /// <summary>How long the first frame of a connection may take.</summary>
    public TimeSpan HandshakeTimeout => settings.HandshakeTimeout;

    /// <summary>Somebody has connected.</summary>
    /// <returns>Whether the connection may stay. If so, call <see cref="Gone"/> when it is closed.</returns>
    public bool Admits(IPEndPoint client)
    {
        if (TryTake() is not { } reason)
            return true;
        if (_refused.IsDue(out var untold))
            log.Warning("The connection of {0} is refused: {1}.{2}", client, reason, RareWarning.Others(untold));
        return false;
    }

    /// <summary>A connection that was admitted is closed.</summary>
    public void Gone()
    {
        Interlocked.Decrement(ref _count);
        room.Return();
    }

    /// <summary>This node connects to another one, which needs a handle, too.</summary>
    /// <returns>
    /// Why it may not; null: it may. If so, call <see cref="OutboundGone"/> when the connection is closed.
    /// </returns>
    public string? RefusesOutbound()
    {
        if (Interlocked.Increment(ref _outbound) <= settings.MostConnections && room.TryTake())
            return null;
        Interlocked.Decrement(ref _outbound);
        return $"this node has too many connections (coterie.node.most-connections is {settings.MostConnections}), "
            + $"or {room.Refusal}";
    }

    /// <summary>A connection to another node is closed, or could not be opened.</summary>
    public void OutboundGone()
    {
        Interlocked.Decrement(ref _outbound);
        room.Return();
    }

    /// <summary>The port is closed.</summary>
    public void Close() => room.Dispose();

    /// <summary>A connection is closed because its first frame did not come.</summary>
    public void LogSilent(IPEndPoint client)
    {
        if (_silent.IsDue(out var untold))
        {
            log.Info(
                "The connection of {0} is closed: its first message did not come within {1} s "
                + "(coterie.node.handshake-timeout).{2}",
                client,
                settings.HandshakeTimeout.TotalSeconds,
                RareWarning.Others(untold));
        }
    }

    // Null: a place is taken.
    private string? TryTake()
    {
        if (Interlocked.Increment(ref _count) > settings.MostConnections)
        {
            Interlocked.Decrement(ref _count);
            return $"connections must be at most {settings.MostConnections} (coterie.node.most-connections)";
        }
        if (room.TryTake())
            return null;
        Interlocked.Decrement(ref _count);
        return room.Refusal;
    }
}
