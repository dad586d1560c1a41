using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The votes that a client has kept after an exit: exclusive ones for its next entry (rule 22), and votes that are a copy of the
/// value, which it reads without a message (rule 23). It alone keeps votes of a name and gives them back.
/// </summary>
/// <remarks>
/// Invariants, with the numbers of <see cref="QuorumClient"/>:
/// (4) votes are kept only while nobody is inside by them, and nobody waits behind them;
/// (7) shared votes are kept only while m of them count and agree on the value.
/// <para>
/// In the methods, <c>outlives</c> says whether a copy is read on when its votes no longer count, which breaks rule 23.
/// </para>
/// </remarks>
/// <param name="names">The names of the client.</param>
/// <param name="requests">Where votes go back.</param>
/// <param name="terms">What the group has agreed on.</param>
internal sealed class KeptVotes(ClaimedNames names, Requests requests, QuorumTerms terms)
{
    // Kept votes that were not used while so many beats were sent are given back: after a lease.
    private const int MostBeatsKept = 3;

    // Very many kept votes are given back in pieces, one with each beat and more in between: so other messages need not wait
    // behind them, and no mailbox grows large.
    private const int MostReleases = 100;
    private const int PiecesPerBeat = 100;

    /// <summary>A claim has left, and its votes may be kept.</summary>
    /// <param name="ballot">The votes.</param>
    /// <param name="keepsCopy">Whether shared votes are kept, too, if they are a copy.</param>
    /// <returns>Whether they are kept.</returns>
    public bool TryKeep(Ballot ballot, bool keepsCopy)
    {
        if (!MayKeep(ballot, keepsCopy))
            return false;
        (ballot.Name.Kept, ballot.BeatsKept) = (ballot, 0);
        return true;
    }

    /// <summary>The kept votes of a name are used for an entry, and are kept no longer.</summary>
    public static Ballot Take(ClaimedName name, Outbox outbox)
    {
        var kept = name.Kept!;
        EndCopy(kept, outbox);
        name.Kept = null;
        return kept;
    }

    /// <summary>Gives the kept votes of a name back.</summary>
    public void Release(ClaimedName name, Outbox outbox)
    {
        requests.Release(Take(name, outbox), outbox);
        names.ForgetIfIdle(name);
    }

    /// <summary>Gives back all of them.</summary>
    public void ReleaseAll(Outbox outbox)
    {
        foreach (var name in names.All.Where(name => name.Kept is not null).ToList())
            Release(name, outbox);
    }

    /// <summary>A beat was sent: votes that nobody has used for long go back.</summary>
    public void OnBeat(Outbox outbox)
    {
        foreach (var name in names.All)
        {
            if (name.Kept is { } kept)
                kept.BeatsKept++;
        }
        ReleaseUnused(outbox);
    }

    /// <summary>
    /// Gives back some of the votes that nobody has used for long; if there are more, it sets a timer for them.
    /// </summary>
    public void ReleaseUnused(Outbox outbox)
    {
        var unused = new List<ClaimedName>();
        var areMore = false;
        foreach (var name in names.All)
        {
            if (name.Kept is not { BeatsKept: > MostBeatsKept })
                continue;
            areMore = unused.Count == MostReleases;
            if (areMore)
                break;
            unused.Add(name);
        }
        unused.ForEach(name => Release(name, outbox));
        if (areMore)
            outbox.Set(QuorumTimers.GiveBackDue, terms.BeatInterval / PiecesPerBeat);
    }

    /// <summary>Whether votes that are kept may stay so, after some have stopped counting.</summary>
    public static bool MayStay(Ballot kept, bool outlives) =>
        kept.Mode == VoteMode.Shared ? IsCopy(kept, outlives) : kept.HasMajority;

    /// <summary>See <see cref="QuorumClient.CopyOf"/>.</summary>
    public ValueCopy? CopyOf(string name, TimeSpan now, bool outlives) =>
        names.Find(name)?.Kept is { Value.IsStored: true } kept
            && DeadlineOfCopy(kept, outlives) is { } deadline && now < deadline
            ? new ValueCopy(kept.Value.Current, deadline)
            : null;

    /// <summary>Reads the copy of a name, so that its votes are kept for longer. Null if there is none.</summary>
    public StampedValue? ReadCopy(string name, bool outlives)
    {
        if (names.Find(name)?.Kept is not { } kept || !IsCopy(kept, outlives))
            return null;
        kept.BeatsKept = 0;
        return kept.Value.Current;
    }

    /// <summary>Checks its invariants.</summary>
    /// <param name="client">The client, whose text is the state in the error.</param>
    /// <param name="outlives">See above.</param>
    public void Check(IMachine client, bool outlives)
    {
        foreach (var name in names.All)
        {
            Invariant.Holds(client, 4, name.Kept is null or { Claim: null, IsAwaited: false });
            Invariant.Holds(client, 7, name.Kept is not { Mode: VoteMode.Shared } copy || IsCopy(copy, outlives));
        }
    }

    private bool MayKeep(Ballot ballot, bool keepsCopy)
    {
        if (ballot.IsAwaited || ballot.Name.Kept is not null)
            return false;
        if (ballot.Mode == VoteMode.Exclusive)
            return ballot.Entries < terms.MostEntries;
        if (!keepsCopy || ballot.Agreed is not { } agreed)
            return false;
        ballot.Value.KeepCopy(agreed);
        return !ballot.Name.Claims.Exists(claim => claim.Mode == VoteMode.Exclusive);
    }

    private static bool IsCopy(Ballot kept, bool outlives) =>
        kept.Value.IsStored && DeadlineOfCopy(kept, outlives) is not null;

    // The voters of shared votes that count take no store. So if m of them agree on a value, nobody was told of a later one.
    // Exclusive votes need not agree: nobody else stores while m of them count, and m voters have what was stored by them.
    private static TimeSpan? DeadlineOfCopy(Ballot kept, bool outlives) =>
        outlives ? TimeSpan.MaxValue : kept.Mode == VoteMode.Shared ? kept.DeadlineOfAgreed : kept.Deadline;

    private static void EndCopy(Ballot kept, Outbox outbox)
    {
        if (kept.Value.IsStored)
            outbox.Tell(new CopyEnded(kept.Name.Name));
    }
}
