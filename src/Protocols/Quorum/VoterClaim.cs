using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>A request as a voter has it: in the queue, or with the vote.</summary>
/// <param name="session">Its session.</param>
/// <param name="name">The name that it asks for.</param>
/// <param name="number">Its number in the session.</param>
/// <param name="mode">How it wants the lock.</param>
/// <param name="ticket">Its place in the order.</param>
internal sealed class VoterClaim(VoterSession session, VotedName name, long number, VoteMode mode, Ticket ticket)
    : IComparable<VoterClaim>
{
    public VoterSession Session { get; } = session;

    public VotedName Name { get; } = name;

    public long Number { get; } = number;

    public VoteMode Mode { get; } = mode;

    public Ticket Ticket { get; } = ticket;

    /// <summary>The number of the token with which it says that it is inside (rule 10); 0 if it waits.</summary>
    public long Inside { get; set; }

    /// <summary>How many times it got the vote in this epoch; the last one is the vote that is out to it.</summary>
    public long Vote { get; set; }

    /// <summary>Whether the vote is out to it.</summary>
    public bool HasVote { get; set; }

    /// <summary>What the client has been told of those that wait behind this vote.</summary>
    public Inquiry Inquiry { get; set; }

    /// <summary>Whether its client gives up as soon as it knows that somebody else is inside or waits.</summary>
    public bool TriesOnce { get; init; }

    /// <summary>When it came, on the clock of the voter; for people only.</summary>
    public TimeSpan AskedAt { get; init; }

    /// <summary>When it got the vote last, on the same clock; for people only.</summary>
    public TimeSpan VotedAt { get; set; }

    /// <summary>Since when it has the vote, or waits for it.</summary>
    public TimeSpan Since => HasVote ? VotedAt : AskedAt;

    /// <summary>What it is for, for people.</summary>
    public string? Purpose { get; init; }

    /// <summary>
    /// Rule 8: those that are inside first, then writers before readers, then by ticket. Only a broken client gives two requests
    /// the same ticket; then their numbers decide.
    /// </summary>
    public int CompareTo(VoterClaim? other)
    {
        var order = (Inside == 0).CompareTo(other!.Inside == 0);
        if (order == 0)
            order = ((int)Mode).CompareTo((int)other.Mode);
        if (order == 0)
            order = Ticket.CompareTo(other.Ticket);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }

    /// <summary>See <see cref="IMachine.Exchange"/>; what is for people is left out.</summary>
    public static VoterClaim Exchange(
        StateCodec codec, VoterClaim? claim, VotedName name, IReadOnlyDictionary<SessionId, VoterSession> sessions)
    {
        var session = new SessionId(codec.Number(claim?.Session.Id.Value ?? 0));
        var number = codec.Number(claim?.Number ?? 0);
        var mode = (VoteMode)codec.Number((long)(claim?.Mode ?? default));
        var clock = codec.Number(claim?.Ticket.Clock ?? 0);
        var triesOnce = codec.Flag(claim?.TriesOnce ?? false);
        claim ??= new VoterClaim(sessions[session], name, number, mode, new Ticket(clock, session)) { TriesOnce = triesOnce };
        claim.Inside = codec.Number(claim.Inside);
        claim.Vote = codec.Number(claim.Vote);
        claim.HasVote = codec.Flag(claim.HasVote);
        claim.Inquiry = (Inquiry)codec.Number((long)claim.Inquiry);
        return claim;
    }

    public override string ToString() =>
        $"{Session.Id}:{Number} {Mode} {Ticket}{(Inside > 0 ? $" inside {Inside}" : "")}{(HasVote ? $" vote {Vote}" : "")}";
}

/// <summary>What a client has been told of the requests that wait behind its vote.</summary>
internal enum Inquiry
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That one waits.</summary>
    Awaited,

    /// <summary>That a better one waits.</summary>
    Better,
}
