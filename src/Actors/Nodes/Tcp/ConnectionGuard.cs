using System.Net;
using Akka.Event;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>Decides how many connections there may be, those that others open and those to others. Safe for all threads.</summary>
/// <param name="settings">How many, and how long one may take for its first frame.</param>
/// <param name="room">How many there are handles for.</param>
/// <param name="log">Where refusals are told, seldom.</param>
internal sealed class ConnectionGuard(NodeSettings settings, ConnectionRoom.Port room, ILoggingAdapter log)
{
    private readonly RareWarning _refused = new(TimeProvider.System);
    private readonly RareWarning _silent = new(TimeProvider.System);
    private int _count;
    private int _outbound;

    /// <summary>How long a connection may take for its first frame.</summary>
    public TimeSpan HandshakeTimeout => settings.HandshakeTimeout;

    /// <summary>Somebody has connected.</summary>
    /// <returns>Whether the connection may stay; then <see cref="Gone"/> is to be called when it is closed.</returns>
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

    /// <summary>This node connects to another: for that, too, a handle must be left.</summary>
    /// <returns>Why it may not; null: it may, and <see cref="OutboundGone"/> is to be called when the connection is closed.</returns>
    public string? RefusesOutbound()
    {
        if (Interlocked.Increment(ref _outbound) <= settings.MostConnections && room.TryTake())
            return null;
        Interlocked.Decrement(ref _outbound);
        return $"this node has too many connections (coterie.node.most-connections is {settings.MostConnections}), or {room.Refusal}";
    }

    /// <summary>A connection to another node is closed, or did not come about.</summary>
    public void OutboundGone()
    {
        Interlocked.Decrement(ref _outbound);
        room.Return();
    }

    /// <summary>The port is closed.</summary>
    public void Close() => room.Dispose();

    /// <summary>A connection is closed because its first frame did not come.</summary>
    public void TellSilent(IPEndPoint client)
    {
        if (_silent.IsDue(out var untold))
        {
            log.Info(
                "The connection of {0} is closed: its first message did not come within {1} s (coterie.node.handshake-timeout).{2}",
                client, settings.HandshakeTimeout.TotalSeconds, RareWarning.Others(untold));
        }
    }

    // Null: taken.
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
