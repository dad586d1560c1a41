using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>A claim of the client's own client: one that waits for a name or is inside.</summary>
/// <param name="stamp">Its number, and the process of the client: what its outputs name it by.</param>
/// <param name="name">What it wants to lock.</param>
/// <param name="mode">How.</param>
/// <param name="purpose">What it is for, for people.</param>
/// <param name="triesOnce">Whether it wants to know that it cannot have the lock at once.</param>
internal sealed class Claim(Timestamp stamp, ClaimedName name, VoteMode mode, string? purpose, bool triesOnce)
{
    public Timestamp Stamp { get; } = stamp;

    public long Number => Stamp.Clock;

    public ClaimedName Name { get; } = name;

    public VoteMode Mode { get; } = mode;

    public string? Purpose { get; } = purpose;

    public bool TriesOnce => triesOnce;

    /// <summary>Whether it has said that it cannot have the lock at once.</summary>
    public bool IsBehind { get; set; }

    /// <summary>Its place in the order: taken when it asks, as soon as a majority has answered a beat.</summary>
    public Ticket? Ticket { get; set; }

    /// <summary>Its votes; null while it waits for another claim of the same client.</summary>
    public Ballot? Ballot { get; set; }

    /// <summary>Whether it is inside.</summary>
    public bool IsInside { get; set; }

    public override string ToString() =>
        $"{Number} {(IsInside ? "inside" : Ballot is null ? "queued here" : "waiting")}{(Ballot is null ? "" : $" by {Ballot}")}";
}
