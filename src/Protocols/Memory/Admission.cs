namespace Coterie.Protocols.Memory;

/// <summary>What becomes of a command that wants in.</summary>
public enum Admission
{
    /// <summary>It is in: a plain read or write is to be carried out now, a lock is held.</summary>
    Now,

    /// <summary>It is kept, and comes again when it is let in.</summary>
    Waits,

    /// <summary>It is a copy of one that waits: drop it.</summary>
    WaitsAlready,

    /// <summary>It is a copy of one that holds; the lease began anew.</summary>
    HoldsAlready,

    /// <summary>The id is that of another claim.</summary>
    IdTaken,

    /// <summary>As many wait as may.</summary>
    QueueFull,

    /// <summary>As many locks of the variable are held or waited for as may be.</summary>
    TooManyLocks,

    /// <summary>As many of them are this client's as may be.</summary>
    TooManyLocksOfClient,

    /// <summary>All variables together keep as much as they may.</summary>
    MemoryFull,
}
