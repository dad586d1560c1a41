using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// Storing and reading by a claim that is inside (rules 19 and 20). What is stored, and how far, is in <see cref="BallotValue"/>:
/// this class says when a value is begun, when it is stored, and when the claim leaves with it.
/// </summary>
/// <param name="claims">The claims of the client.</param>
/// <param name="requests">Its requests.</param>
internal sealed class HeldValues(Claims claims, Requests requests)
{
    /// <summary>Begins to store a value (rule 19).</summary>
    /// <param name="claim">The claim: exclusive, inside, and it stores nothing.</param>
    /// <param name="value">The value.</param>
    /// <param name="isRead">See <see cref="StoreRound"/>.</param>
    /// <param name="leaves">See <see cref="StoreRound"/>.</param>
    /// <param name="outbox">Where it goes.</param>
    public void Begin(Claim claim, Payload? value, bool isRead, bool leaves, Outbox outbox)
    {
        var ballot = claim.Ballot!;
        ballot.Value.Begin(ballot.Token, value, isRead, leaves);
        if (leaves && ballot.IsAwaited)
            claims.LeaveByStore(claim, outbox);
        else
            requests.Store(ballot, outbox);
    }

    /// <summary>Reads the value (rule 20).</summary>
    /// <param name="claim">The claim: inside, and it stores nothing.</param>
    /// <param name="leaves">Whether it leaves then, if it is exclusive.</param>
    /// <param name="storesFirst">Whether it first stores what it reads; otherwise rule 20 is broken.</param>
    /// <param name="outbox">Where the value is told.</param>
    public void Read(Claim claim, bool leaves, bool storesFirst, Outbox outbox)
    {
        var ballot = claim.Ballot!;
        if (claim.Mode == VoteMode.Shared)
        {
            var agreed = ballot.Agreed;
            outbox.Tell(new ValueRead(claim.Stamp, agreed ?? ballot.Latest, IsSure: agreed is not null));
        }
        else if (ballot.Value.IsStored || !storesFirst)
        {
            outbox.Tell(new ValueRead(claim.Stamp, ballot.Value.Current, IsSure: true));
            if (leaves)
                claims.Leave(claim, keepsCopy: false, outbox);
        }
        else
        {
            Begin(claim, ballot.Value.Current.Value, isRead: true, leaves, outbox);
        }
    }

    /// <summary>A voter has a value, or one whose voter has it already has given its vote: it may be stored now.</summary>
    public void TryEnd(Ballot ballot, Outbox outbox)
    {
        if (ballot.Value.Round is not { } round || !ballot.HasStored(round.Value.Stamp))
            return;
        ballot.Value.End(isStored: true);
        var claim = ballot.Claim!;
        outbox.Tell(round.Outcome(claim.Stamp));
        if (round.Leaves)
            claims.Leave(claim, keepsCopy: false, outbox);
    }
}
