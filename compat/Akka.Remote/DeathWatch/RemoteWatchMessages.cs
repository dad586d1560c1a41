using Akka.Actor;

namespace Akka.Remote;

/// <summary>From one node's remote-watcher to another's: are you there? Answered by <see cref="HeartbeatRsp"/>.</summary>
internal sealed class Heartbeat : IPossiblyHarmful
{
    public static readonly Heartbeat Instance = new();

    private Heartbeat() { }
}

/// <summary>The answer to <see cref="Heartbeat"/>: which incarnation of its address the node is.</summary>
internal sealed record HeartbeatRsp(int AddressUid);
