using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// Whether a request may get the vote now (rule 8).
/// </summary>
/// <param name="shares">Whether the request shares.</param>
/// <param name="isOut">Whether the vote is out.</param>
/// <param name="isOutToSharers">Whether all to whom it is out share.</param>
/// <param name="isBetter">Whether the request goes before all to whom it is out.</param>
internal delegate bool JoinRule(bool shares, bool isOut, bool isOutToSharers, bool isBetter);

/// <summary>
/// The requests of all names at a voter, and who has the vote of each (rules 6 to 10): it gives the vote to the first of the
/// queue, and tells whoever has it that another one waits. It keeps nothing but the clock: the queues are in the names.
/// </summary>
/// <remarks>
/// Invariants, with the numbers of <see cref="Voter"/>:
/// (1) the vote of a name is out to one request, or to several that share;
/// (3) a voter that recovers has no vote out;
/// (4) the requests of a name stand in the order of rule 8;
/// (5) nobody waits for a vote that is not out.
/// </remarks>
/// <param name="names">The names.</param>
/// <param name="life">Whether the voter votes.</param>
/// <param name="mayJoin">Rule 8.</param>
/// <param name="mayPassWaiting">
/// Whether requests may get the vote although one before them in the queue may not, which breaks rule 8.
/// </param>
internal sealed class Voting(VotedNames names, VoterLife life, JoinRule mayJoin, Func<bool> mayPassWaiting)
{
    /// <summary>The clock at the latest input; for people only.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>A request that is new (rule 6).</summary>
    public void Begin(VoterSession session, Request message, Outbox outbox)
    {
        var claim = new VoterClaim(session, names.Get(message.Name), message.Number, message.Mode, message.Ticket)
        {
            AskedAt = Now,
            Purpose = message.Purpose,
            Inside = message.Inside,
            TriesOnce = message.TriesOnce,
        };
        names.Raise(claim.Name, message.Inside - 1, outbox);
        session.Claims.Add(claim.Number, claim);
        claim.Name.Add(claim);
        Settle(claim.Name, outbox);
        if (!claim.HasVote)
            SendQueued(claim, outbox);
    }

    /// <summary>
    /// A request that comes again is answered as before; it may say that it is inside meanwhile (rules 6 and 10).
    /// </summary>
    public void Repeat(VoterClaim claim, Request message, Outbox outbox)
    {
        if (message.Inside > claim.Inside)
        {
            claim.Name.Remove(claim);
            claim.Inside = message.Inside;
            claim.Name.Add(claim);
            names.Raise(claim.Name, message.Inside - 1, outbox);
            Settle(claim.Name, outbox);
        }
        if (claim.HasVote)
        {
            SendGrant(claim, outbox);
            return;
        }
        SendQueued(claim, outbox);
        InquireAgain(claim.Name, outbox);
    }

    /// <summary>Whoever has the vote needs it (rule 9): those that try once are told so.</summary>
    public static void OnBusy(VoterClaim claim, Outbox outbox)
    {
        foreach (var waiting in claim.Name.Waiting.Where(waiting => waiting.TriesOnce))
            SendQueued(waiting, isBusy: true, outbox);
    }

    /// <summary>The vote has been yielded (rule 9). That raises nothing (rule 16).</summary>
    public void Yield(VoterClaim claim, Outbox outbox)
    {
        claim.Name.SetVote(claim, false);
        Settle(claim.Name, outbox);
    }

    /// <summary>A request is over (rules 11 and 16).</summary>
    /// <param name="claim">The request.</param>
    /// <param name="token">The number of its token; 0 for none.</param>
    /// <param name="outbox">Where grants to others go.</param>
    public void End(VoterClaim claim, long token, Outbox outbox)
    {
        names.Raise(claim.Name, token, outbox);
        Remove(claim, outbox);
    }

    /// <summary>A request ends without a release (rule 16): whoever had the vote may have been inside.</summary>
    /// <param name="claim">The request.</param>
    /// <param name="rise">How much the floor rises then.</param>
    /// <param name="outbox">Where grants to others go.</param>
    public void EndUnreleased(VoterClaim claim, int rise, Outbox outbox)
    {
        if (claim.HasVote)
            names.Raise(claim.Name, claim.Name.Floor + rise, outbox);
        Remove(claim, outbox);
    }

    /// <summary>The voter votes from now on.</summary>
    public void SettleAll(Outbox outbox)
    {
        foreach (var name in names.All.ToList())
            Settle(name, outbox);
    }

    /// <summary>Checks its invariants.</summary>
    /// <param name="voter">The voter, whose text is the state in the error.</param>
    public void Check(IMachine voter)
    {
        foreach (var name in names.All)
        {
            var (voted, waiting) = (name.Voted, name.Waiting);
            Invariant.Holds(voter, 1, voted.Count <= 1 || voted.TrueForAll(claim => claim.Mode == VoteMode.Shared));
            Invariant.Holds(voter, 3, life.IsVoting || voted.Count == 0);
            Invariant.Holds(voter, 4, IsOrdered(voted) && IsOrdered(waiting));
            Invariant.Holds(voter, 5, !life.IsVoting || voted.Count > 0 || waiting.Count == 0);
        }
    }

    private void Remove(VoterClaim claim, Outbox outbox)
    {
        claim.Session.Claims.Remove(claim.Number);
        claim.Name.Remove(claim);
        Settle(claim.Name, outbox);
    }

    // Rules 8 and 9: gives the vote to whoever may have it, and tells those that have it of the first one that may not.
    private void Settle(VotedName name, Outbox outbox)
    {
        names.SweepIfFree(name, outbox);
        if (!life.IsVoting)
            return;
        for (var i = 0; i < name.Waiting.Count;)
        {
            if (MayJoin(name.Waiting[i]))
                Give(name.Waiting[i], outbox);
            else if (mayPassWaiting())
                i++;
            else
                break;
        }
        if (name.Waiting.Count > 0)
            TellOf(name.Waiting[0], outbox);
    }

    private bool MayJoin(VoterClaim claim)
    {
        var (isOut, isOutToSharers, isBetter) = (false, true, true);
        foreach (var other in claim.Name.Voted)
        {
            isOut = true;
            isOutToSharers &= other.Mode == VoteMode.Shared;
            isBetter &= claim.CompareTo(other) < 0;
        }
        return mayJoin(claim.Mode == VoteMode.Shared, isOut, isOutToSharers, isBetter);
    }

    private void Give(VoterClaim claim, Outbox outbox)
    {
        var waiting = claim.Name.Waiting;
        claim.Name.SetVote(claim, true);
        claim.VotedAt = Now;
        claim.Vote++;
        var isAwaited = waiting.Count > 0 && claim.CompareTo(waiting[0]) < 0;
        claim.Inquiry = isAwaited ? Inquiry.Awaited : Inquiry.None; // the grant says so
        SendGrant(claim, outbox);
    }

    // Of a request that tries once they are told again: it waits for their answer.
    private static void TellOf(VoterClaim first, Outbox outbox)
    {
        foreach (var claim in first.Name.Voted)
        {
            var inquiry = first.CompareTo(claim) < 0 ? Inquiry.Better : Inquiry.Awaited;
            if (inquiry <= claim.Inquiry && !first.TriesOnce)
                continue;
            if (inquiry > claim.Inquiry)
                claim.Inquiry = inquiry;
            SendInquire(claim, outbox);
        }
    }

    // Whoever waits asks again, and so does the voter.
    private static void InquireAgain(VotedName name, Outbox outbox)
    {
        foreach (var claim in name.Voted)
        {
            if (claim.Inquiry != Inquiry.None)
                SendInquire(claim, outbox);
        }
    }

    private static void SendQueued(VoterClaim claim, Outbox outbox) =>
        SendQueued(claim, claim.TriesOnce && claim.Name.Waiting[0] != claim, outbox);

    private static void SendQueued(VoterClaim claim, bool isBusy, Outbox outbox) => outbox.Send(
        claim.Session.Client, new Queued(claim.Session.Id, claim.Number, claim.Session.Epoch, isBusy));

    private static void SendGrant(VoterClaim claim, Outbox outbox) => outbox.Send(
        claim.Session.Client,
        new Grant(
            claim.Session.Id,
            claim.Number,
            claim.Session.Epoch,
            claim.Vote,
            claim.Name.Floor,
            claim.Inquiry != Inquiry.None,
            claim.Name.Stored,
            claim.Name.IsRecovered));

    private static void SendInquire(VoterClaim claim, Outbox outbox) => outbox.Send(
        claim.Session.Client,
        new Inquire(
            claim.Session.Id,
            claim.Number,
            claim.Session.Epoch,
            claim.Vote,
            claim.Inquiry == Inquiry.Better,
            claim.Name.Waiting[0].TriesOnce));

    private static bool IsOrdered(List<VoterClaim> claims)
    {
        for (var i = 1; i < claims.Count; i++)
        {
            if (claims[i - 1].CompareTo(claims[i]) >= 0)
                return false;
        }
        return true;
    }
}
