using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The requests of a client that are not over: what is sent to the voters for them, and what their answers change in the votes
/// (rules 6, 9, 10, 15 and 19). It does not decide who is inside. A request is here until it is released; then it is one of
/// <see cref="Farewells"/>. An answer about a request that is not here is for those (rule 11).
/// </summary>
/// <remarks>
/// Invariants, with the numbers of <see cref="QuorumClient"/>:
/// (3) a vote is only here if its voter has heard a beat that still counts, in the epoch of the vote;
/// (5) no vote is here that was struck;
/// (6) only a claim that is inside stores.
/// </remarks>
/// <param name="session">The session of the client.</param>
/// <param name="farewells">The requests that are over.</param>
/// <param name="resend">Makes the client call <see cref="SendAgain(Outbox)"/>.</param>
internal sealed class Requests(ClientSession session, Farewells farewells, ResendTimer resend)
{
    private readonly Dictionary<long, Ballot> _open = [];

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>The smallest number of a request that a voter may have; the largest number if there is none.</summary>
    public long Oldest
    {
        get
        {
            var oldest = farewells.Oldest ?? long.MaxValue;
            foreach (var number in _open.Keys)
                oldest = Math.Min(oldest, number);
            return oldest;
        }
    }

    /// <summary>The votes of all requests, as they are now.</summary>
    public List<Ballot> ToList() => [.. _open.Values];

    /// <summary>Asks all voters that answer beats. One that does not is asked when it does.</summary>
    /// <param name="claim">The claim that asks; it has its ticket.</param>
    /// <param name="outbox">Where the requests go.</param>
    public void Begin(Claim claim, Outbox outbox)
    {
        var ballot = new Ballot(
            claim.Number, claim.Name, claim.Mode, claim.Ticket.GetValueOrDefault(), claim.Purpose, session)
        {
            Claim = claim,
        };
        claim.Ballot = ballot;
        _open.Add(ballot.Number, ballot);
        for (var voter = 0; voter < session.Voters; voter++)
            Ask(ballot, voter, outbox);
        resend.Set(outbox);
    }

    /// <summary>A request is over (rule 11).</summary>
    public void Release(Ballot ballot, Outbox outbox)
    {
        _open.Remove(ballot.Number);
        farewells.Add(ballot, outbox);
    }

    /// <summary>A request is over as soon as the voters have stored what is being stored (rule 20).</summary>
    /// <param name="ballot">Its votes.</param>
    /// <param name="claim">The claim that stores.</param>
    /// <param name="outbox">Where it goes.</param>
    public void ReleaseByStore(Ballot ballot, Claim claim, Outbox outbox)
    {
        _open.Remove(ballot.Number);
        farewells.AddStore(ballot, claim.Stamp, outbox);
    }

    /// <summary>A voter has a request in its queue.</summary>
    /// <returns>The votes of the request if the voter says that others need its vote; otherwise null.</returns>
    public Ballot? On(int voter, Queued message)
    {
        if (!session.Is(voter, message.Epoch) || !_open.TryGetValue(message.Number, out var ballot))
            return null;
        ballot[voter].IsQueued = !ballot[voter].IsHere;
        return message.IsBusy ? ballot : null;
    }

    /// <summary>A voter has given its vote.</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="message">The grant.</param>
    /// <param name="countsCopies">See <see cref="Ballot.Take"/>.</param>
    /// <param name="takesBackStruck">See <see cref="Ballot.Take"/>.</param>
    /// <param name="outbox">Where an answer goes.</param>
    /// <returns>The votes that it is one of; null if it is none that is taken.</returns>
    public Ballot? On(int voter, Grant message, bool countsCopies, bool takesBackStruck, Outbox outbox)
    {
        if (Find(voter, message.Number, message.Epoch, outbox) is not { } ballot)
            return null;
        if (!ballot.Take(voter, message, countsCopies, takesBackStruck))
        {
            // Its yield may be lost, and whoever waited for it may be gone, so that nobody inquires again.
            SendYield(ballot, voter, message.Vote, outbox);
            return null;
        }
        ballot.IsAwaited |= message.IsAwaited;
        return ballot;
    }

    /// <summary>Somebody waits behind a vote (rule 9).</summary>
    /// <returns>The votes that it is one of; null if it has been given back already.</returns>
    public Ballot? On(int voter, Inquire message, Outbox outbox)
    {
        if (Find(voter, message.Number, message.Epoch, outbox) is not { } ballot)
            return null;
        if (message.Vote <= ballot[voter].Struck)
        {
            SendYield(ballot, voter, message.Vote, outbox);
            return null;
        }
        ballot.IsAwaited = true;
        return ballot;
    }

    /// <summary>A voter has raised its floor (rule 15).</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="message">The answer.</param>
    /// <param name="countsLapsed">Whether it counts although its vote no longer does, which breaks rule 19.</param>
    /// <returns>The votes; null if the answer does not count.</returns>
    public Ballot? On(int voter, Raised message, bool countsLapsed)
    {
        if (FindAnswered(voter, message.Number, message.Epoch, message.Vote, countsLapsed) is not { } ballot)
            return null;
        ref var vote = ref ballot[voter];
        (vote.IsHere, vote.Floor) = (true, Math.Max(vote.Floor, message.Floor));
        return ballot;
    }

    /// <summary>A voter has stored a value (rule 19).</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="message">The answer.</param>
    /// <param name="countsLapsed">Whether it counts although its vote no longer does, which breaks rule 19.</param>
    /// <returns>The votes; null if the answer says nothing new, or does not count.</returns>
    public Ballot? On(int voter, Stored message, bool countsLapsed)
    {
        if (FindAnswered(voter, message.Number, message.Epoch, message.Vote, countsLapsed)
            is not { Value.Round: { } round } ballot)
        {
            return null;
        }
        ref var vote = ref ballot[voter];
        if (message.Stamp <= vote.Stored.Stamp)
            return null;
        (vote.IsHere, vote.IsRecovered) = (true, false);
        vote.Stored = message.Stamp == round.Value.Stamp ? round.Value : new StampedValue(message.Stamp, null);
        return ballot;
    }

    /// <summary>Gives a vote back to its voter (rule 9). It may have been asked for before it has come.</summary>
    public void Yield(Ballot ballot, int voter, long vote, Outbox outbox)
    {
        ballot[voter].Strike(vote);
        SendYield(ballot, voter, vote, outbox);
    }

    /// <summary>A vote is needed here (rule 9).</summary>
    public void SendBusy(Ballot ballot, int voter, long vote, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Busy(session.Id, ballot.Number, session.EpochAt(voter), vote));

    /// <summary>
    /// Rules 10, 13 and 15: gives the votes the number of their token, if a majority counts and has the same floor. Otherwise the
    /// voters with lower floors are asked to raise them.
    /// </summary>
    /// <param name="ballot">The votes.</param>
    /// <param name="takesUnevenFloors">Whether a majority is enough, whatever its floors, which breaks rule 15.</param>
    /// <param name="outbox">Where that goes.</param>
    /// <returns>Whether the client may enter.</returns>
    public bool TryNumber(Ballot ballot, bool takesUnevenFloors, Outbox outbox)
    {
        if (!ballot.HasMajority)
            return false;
        var floor = ballot.LargestFloor;
        if (floor >= FencingToken.MostNumber)
            return false; // no token is left
        for (var voter = 0; voter < session.Voters; voter++)
        {
            if (ballot.Counts(voter) && ballot[voter].Floor < floor && ballot[voter].AskedFor < floor)
                SendRaise(ballot, voter, floor, outbox);
        }
        if (!ballot.HasMajorityAt(floor) && !takesUnevenFloors)
            return false;
        ballot.Token = floor + 1;
        return true;
    }

    /// <summary>A vote has come when the client is inside already: its voter is brought to where the others are.</summary>
    public void CatchUp(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot[voter].Floor < ballot.Token - 1)
            SendRaise(ballot, voter, ballot.Token - 1, outbox);
        SendStore(ballot, voter, outbox);
    }

    /// <summary>Asks all voters whose votes are here to store what is to be stored (rule 19).</summary>
    public void Store(Ballot ballot, Outbox outbox)
    {
        for (var voter = 0; voter < session.Voters; voter++)
            SendStore(ballot, voter, outbox);
        resend.Set(outbox);
    }

    /// <summary>Asks a voter that has forgotten all requests, or never had them (rule 6).</summary>
    public void AskAgain(int voter, Outbox outbox)
    {
        foreach (var ballot in _open.Values)
        {
            if (!ballot[voter].IsHere && ballot.Claim is not null)
                Ask(ballot, voter, outbox);
        }
    }

    /// <summary>Sends again what has no answer (rule 6).</summary>
    /// <returns>Whether there is any of it.</returns>
    public bool SendAgain(Outbox outbox)
    {
        var isAny = false;
        foreach (var ballot in _open.Values)
            isAny |= ballot.Claim is not null && SendAgain(ballot, outbox);
        return isAny;
    }

    /// <summary>All votes of this voter are struck (rule 2).</summary>
    public void Strike(int voter)
    {
        foreach (var ballot in _open.Values)
            ballot[voter] = default;
    }

    /// <summary>Gives up the room that many requests once took.</summary>
    public void Trim() => _open.TrimExcess();

    /// <summary>Forgets all requests: the state is read, and <see cref="Restore"/> brings those of the state.</summary>
    public void Clear() => _open.Clear();

    /// <summary>A request of the state that was read; null for none.</summary>
    public void Restore(Ballot? ballot)
    {
        if (ballot is not null)
            _open.Add(ballot.Number, ballot);
    }

    /// <summary>Checks its invariants.</summary>
    /// <param name="client">The client, whose text is the state in the error.</param>
    public void Check(IMachine client)
    {
        foreach (var ballot in _open.Values)
        {
            Invariant.Holds(client, 6, ballot.Value.Round is null || ballot.Claim?.IsInside == true);
            for (var voter = 0; voter < session.Voters; voter++)
            {
                Invariant.Holds(client, 3, !ballot[voter].IsHere || session.IsAlive(voter));
                Invariant.Holds(client, 5, !ballot[voter].IsHere || ballot[voter].Number > ballot[voter].Struck);
            }
        }
    }

    // An answer of another epoch is not taken: the voter is asked again when it is known which epoch counts.
    private Ballot? Find(int voter, long number, Epoch epoch, Outbox outbox)
    {
        if (!session.Is(voter, epoch))
            return null;
        if (!_open.TryGetValue(number, out var ballot))
            farewells.Repeat(voter, number, outbox);
        return ballot;
    }

    // Rule 19: the votes of the request that an answer is about, if it is of a vote that still counts.
    private Ballot? FindAnswered(int voter, long number, Epoch epoch, long vote, bool countsLapsed) =>
        _open.TryGetValue(number, out var ballot)
            && (countsLapsed || (session.Is(voter, epoch) && ballot[voter].IsHere && ballot[voter].Number == vote))
            ? ballot
            : null;

    private bool SendAgain(Ballot ballot, Outbox outbox)
    {
        var isAny = false;
        var floor = ballot.Claim!.IsInside ? ballot.Token - 1 : ballot.LargestFloor;
        for (var voter = 0; voter < session.Voters; voter++)
        {
            var isAsked = !ballot[voter].IsHere && session.IsAlive(voter);
            var isLower = ballot.Counts(voter) && ballot[voter].Floor < floor && ballot.HasMajority;
            if (isAsked)
                Ask(ballot, voter, outbox);
            if (isLower)
                SendRaise(ballot, voter, floor, outbox);
            isAny |= SendStore(ballot, voter, outbox) || isAsked || isLower;
        }
        return isAny;
    }

    // Rules 6 and 10.
    private void Ask(Ballot ballot, int voter, Outbox outbox)
    {
        if (!session.IsAlive(voter))
            return;
        var inside = ballot.Claim?.IsInside == true ? ballot.Token : 0;
        outbox.Send(
            new ProcessId(voter + 1),
            new Request(
                session.Id,
                ballot.Number,
                ballot.Name.Name,
                ballot.Mode,
                ballot.Ticket,
                inside,
                ballot.Purpose,
                ballot.Claim is { TriesOnce: true, IsInside: false }));
    }

    private void SendYield(Ballot ballot, int voter, long vote, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Yield(session.Id, ballot.Number, session.EpochAt(voter), vote));

    private void SendRaise(Ballot ballot, int voter, long floor, Outbox outbox)
    {
        ballot[voter].AskedFor = floor;
        outbox.Send(
            new ProcessId(voter + 1),
            new Raise(session.Id, ballot.Number, session.EpochAt(voter), ballot[voter].Number, floor));
        resend.Set(outbox);
    }

    private bool SendStore(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot.Value.Round is not { } round || !ballot.Counts(voter) || ballot[voter].Stored.Stamp >= round.Value.Stamp)
            return false;
        var (epoch, vote) = (session.EpochAt(voter), ballot[voter].Number);
        outbox.Send(
            new ProcessId(voter + 1), new Store(session.Id, ballot.Number, epoch, vote, ballot.Name.Name, round.Value));
        return true;
    }
}
