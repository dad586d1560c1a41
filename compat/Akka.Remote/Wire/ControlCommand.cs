namespace Akka.Remote.Wire;

/// <summary>What a control frame says; the numbers are those of the wire.</summary>
internal enum ControlCommand
{
    None = 0,

    /// <summary>The first frame of each side: who it is.</summary>
    Associate = 1,

    /// <summary>The association ends.</summary>
    Disassociate = 2,

    /// <summary>Still there.</summary>
    Heartbeat = 3,

    /// <summary>The association ends because the sender's system does.</summary>
    DisassociateShuttingDown = 4,

    /// <summary>The association is refused: the receiver is quarantined until it starts anew.</summary>
    DisassociateQuarantined = 5,
}
