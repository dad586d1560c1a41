using Akka.Event;

namespace Akka.Remote;

/// <summary>From one node's remote-watcher to another's: are you there? Answered by <see cref="HeartbeatRsp"/>.</summary>
internal sealed class Heartbeat : IDeadLetterSuppression
{
    public static readonly Heartbeat Instance = new();

    private Heartbeat() { }
}

/// <summary>The answer to <see cref="Heartbeat"/>: which incarnation of its address the node is. A late or second one does no harm.</summary>
internal sealed record HeartbeatRsp(int AddressUid) : IDeadLetterSuppression;
