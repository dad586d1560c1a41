using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The releases of a client that some voters have not answered (rule 11), and the stores of claims that have left already
/// (rule 20). A voter that does not answer beats is left out: when it answers again, it has ended the session of before.
/// </summary>
/// <param name="self">The client.</param>
/// <param name="session">Its session.</param>
/// <param name="resend">Makes the client call <see cref="SendAgain"/>.</param>
internal sealed class Farewells(ProcessId self, ClientSession session, ResendTimer resend)
{
    private readonly SortedDictionary<long, Farewell> _open = [];

    /// <summary>How many releases some voter has not answered.</summary>
    public int Count => _open.Count;

    /// <summary>The smallest number of their requests; null if there are none.</summary>
    public long? Oldest
    {
        get
        {
            foreach (var number in _open.Keys)
                return number;
            return null;
        }
    }

    /// <summary>A request is over: tells all voters that may have it.</summary>
    public void Add(Ballot ballot, Outbox outbox)
    {
        Add(new Farewell(ballot.Number, ballot.Name.Name, ballot.Token), outbox);
        if (_open.Count > 0)
            resend.Set(outbox);
    }

    /// <summary>
    /// A request is over as soon as its last value is stored: tells all voters that may have it, and those that have given their
    /// votes to store first.
    /// </summary>
    /// <param name="ballot">The votes; they store something.</param>
    /// <param name="claim">The claim that wants to know the outcome.</param>
    /// <param name="outbox">Where it goes.</param>
    public void AddStore(Ballot ballot, Timestamp claim, Outbox outbox)
    {
        var farewell = new Farewell(ballot.Number, ballot.Name.Name, ballot.Token)
        {
            Store = new FarewellStore(claim, ballot.Value.Round!, session.Voters),
        };
        for (var voter = 0; voter < session.Voters; voter++)
        {
            if (ballot.Counts(voter))
                farewell.Store.Add(voter, ballot[voter]);
        }
        Add(farewell, outbox);
        resend.Set(outbox);
        Decide(farewell, outbox);
    }

    /// <summary>
    /// A voter has a request that is over. If a release is on its way to this voter, it is sent again only if no answer comes.
    /// </summary>
    public void Repeat(int voter, long number, Outbox outbox)
    {
        if (!_open.TryGetValue(number, out var farewell))
            outbox.Send(new ProcessId(voter + 1), new Release(session.Id, number, null, 0));
        else if (!farewell.Expects(voter))
            SendRelease(farewell, voter, outbox);
    }

    /// <summary>A voter has answered that the request is over.</summary>
    public void On(int voter, Over message, Outbox outbox)
    {
        if (_open.TryGetValue(message.Number, out var farewell))
            End(farewell, voter, outbox);
    }

    /// <summary>A voter has stored a value.</summary>
    /// <returns>Whether it was the last value of a request that is over.</returns>
    public bool On(int voter, Stored message, Outbox outbox)
    {
        if (!_open.TryGetValue(message.Number, out var farewell) || farewell.Store is not { } store)
            return false;
        if (!session.Is(voter, message.Epoch) || !store.On(voter, message))
            return true;
        if (message.IsOver)
            farewell.End(voter);
        Decide(farewell, outbox);
        return true;
    }

    /// <summary>A voter does not answer any more: it may lose its memory, and what it has stored does not count.</summary>
    public void EndAll(int voter, Outbox outbox)
    {
        foreach (var farewell in _open.Values.ToList())
        {
            farewell.Store?.Strike(voter);
            End(farewell, voter, outbox);
        }
    }

    /// <summary>Nobody wants to know any more what became of the last value of a claim.</summary>
    /// <returns>Whether somebody did.</returns>
    public bool Forget(long claim)
    {
        foreach (var farewell in _open.Values)
        {
            if (farewell.Store is { IsDecided: false } store && store.Claim.Clock == claim)
                return store.IsDecided = true;
        }
        return false;
    }

    /// <summary>Sends again what has no answer.</summary>
    /// <returns>Whether there is any of it.</returns>
    public bool SendAgain(Outbox outbox)
    {
        foreach (var farewell in _open.Values)
            Send(farewell, outbox);
        return _open.Count > 0;
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec) => codec.Values(
        _open,
        _open.Values,
        farewell => farewell.Number,
        (fields, farewell) => Farewell.Exchange(fields, farewell, self, session.Voters));

    public override string ToString() => string.Join(", ", _open.Keys);

    private void Add(Farewell farewell, Outbox outbox)
    {
        for (var voter = 0; voter < session.Voters; voter++)
        {
            if (session.IsAlive(voter))
                farewell.Expect(voter);
        }
        if (!farewell.IsOpen)
            return;
        _open.Add(farewell.Number, farewell);
        Send(farewell, outbox);
    }

    private void End(Farewell farewell, int voter, Outbox outbox)
    {
        farewell.End(voter);
        Decide(farewell, outbox);
    }

    // The outcome is told as soon as a majority has the value, or none can have it any more.
    private void Decide(Farewell farewell, Outbox outbox)
    {
        if (farewell.Store is { IsDecided: false } store)
        {
            var isStored = store.Count >= session.Majority;
            store.IsDecided = isStored || store.Count + store.CountOpen(farewell) < session.Majority;
            if (store.IsDecided)
                outbox.Tell(isStored ? store.Round.Outcome(store.Claim) : new QuorumClientProtocol.StoreUnknown(store.Claim));
        }
        if (!farewell.IsOpen)
            _open.Remove(farewell.Number);
    }

    private void Send(Farewell farewell, Outbox outbox)
    {
        for (var voter = 0; voter < session.Voters; voter++)
        {
            if (!farewell.Expects(voter))
                continue;
            if (farewell.Store is { } store && store.VoteToAsk(voter) is { } vote)
                SendStore(farewell, store, voter, vote, outbox);
            else
                SendRelease(farewell, voter, outbox);
        }
    }

    private void SendStore(Farewell farewell, FarewellStore store, int voter, long vote, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1),
        new Store(
            session.Id, farewell.Number, session.EpochAt(voter), vote, farewell.Name, store.Round.Value, Releases: true));

    private void SendRelease(Farewell farewell, int voter, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Release(session.Id, farewell.Number, farewell.Name, farewell.Token));
}
