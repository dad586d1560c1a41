using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The votes of one request, as its client has them. An exclusive request may serve several claims, one after another, under the
/// same votes (rule 22). Votes that are kept may be a copy of the value (rule 23).
/// </summary>
internal sealed class Ballot
{
    private readonly Vote[] _votes;
    private readonly ClientSession _session;

    /// <summary>No votes yet.</summary>
    /// <param name="number">The number of the request: that of the claim that made it.</param>
    /// <param name="name">What is to be locked.</param>
    /// <param name="mode">How.</param>
    /// <param name="ticket">The place in the order.</param>
    /// <param name="purpose">What it is for, for people.</param>
    /// <param name="session">The session of the client, which says whether a vote counts.</param>
    public Ballot(long number, ClaimedName name, VoteMode mode, Ticket ticket, string? purpose, ClientSession session)
    {
        (Number, Name, Mode, Ticket, Purpose, _session) = (number, name, mode, ticket, purpose, session);
        _votes = new Vote[session.Voters];
    }

    public long Number { get; }

    public ClaimedName Name { get; }

    public VoteMode Mode { get; }

    public Ticket Ticket { get; }

    public string? Purpose { get; }

    /// <summary>Who waits or is inside by these votes; null while they are kept.</summary>
    public Claim? Claim { get; set; }

    /// <summary>The number of the token of its entries; 0 before the first.</summary>
    public long Token { get; set; }

    /// <summary>How many entries were made under these votes.</summary>
    public int Entries { get; set; }

    /// <summary>Whether somebody waits behind one of these votes: then they are not kept (rule 22).</summary>
    public bool IsAwaited { get; set; }

    /// <summary>How many beats were sent since the votes are kept.</summary>
    public int BeatsKept { get; set; }

    /// <summary>
    /// What the name has, as far as these votes know: the largest stamp among them at the entry, and later what was stored by
    /// them.
    /// </summary>
    public StampedValue Current { get; set; }

    /// <summary>How many values were stored under these votes, or are being stored.</summary>
    public long Stores { get; private set; }

    /// <summary>What is being stored; null for nothing.</summary>
    public StoreRound? Round { get; private set; }

    /// <summary>Whether a majority of these votes has <see cref="Current"/> (rules 20 and 23).</summary>
    public bool IsStored { get; private set; }

    /// <summary>The largest stamp of the votes that count, with its value.</summary>
    public StampedValue Latest => Agreement.Latest(Stored);

    private List<VoterAnswer> Stored
    {
        get
        {
            var stored = new List<VoterAnswer>(_votes.Length);
            for (var voter = 0; voter < _votes.Length; voter++)
            {
                if (Counts(voter))
                    stored.Add(new VoterAnswer(_votes[voter].Stored, _votes[voter].IsRecovered));
            }
            return stored;
        }
    }

    /// <summary>How many grants were counted twice; only in a broken protocol. Museum: counts-votes-not-voters.</summary>
    public int Copies { get; set; }

    /// <summary>The vote of a voter.</summary>
    public ref Vote this[int voter] => ref _votes[voter];

    /// <summary>How many voters have given a vote that counts (rule 13: voters are counted, not votes).</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var voter = 0; voter < _votes.Length; voter++)
                count += Counts(voter) ? 1 : 0;
            return count;
        }
    }

    /// <summary>How many voters have said that their vote is needed by others.</summary>
    public int CountBusy
    {
        get
        {
            var count = 0;
            foreach (var vote in _votes)
                count += vote is { IsBusy: true, IsHere: false } ? 1 : 0;
            return count;
        }
    }

    /// <summary>The largest floor of the votes that count.</summary>
    public long LargestFloor
    {
        get
        {
            var floor = 0L;
            for (var voter = 0; voter < _votes.Length; voter++)
            {
                if (Counts(voter))
                    floor = Math.Max(floor, _votes[voter].Floor);
            }
            return floor;
        }
    }

    /// <summary>The value that so many of the votes that count have, with one stamp; null if there is none.</summary>
    public StampedValue? Agreed(int enough) => Agreement.Of(Stored, enough);

    /// <summary>Whether the vote of a voter is here, and counts (rule 2).</summary>
    public bool Counts(int voter) => _votes[voter].IsHere && _session.IsAlive(voter);

    /// <summary>How many of the votes that count have this floor.</summary>
    public int CountWith(long floor)
    {
        var count = 0;
        for (var voter = 0; voter < _votes.Length; voter++)
            count += Counts(voter) && _votes[voter].Floor == floor ? 1 : 0;
        return count;
    }

    /// <summary>What the name has is to be this; it has to be stored (rule 19).</summary>
    /// <param name="value">The value.</param>
    /// <param name="isRead">See <see cref="StoreRound"/>.</param>
    /// <param name="leaves">See <see cref="StoreRound"/>.</param>
    public void Begin(Payload? value, bool isRead, bool leaves) =>
        (Round, IsStored) = (new StoreRound(new StampedValue(new ValueStamp(Token, ++Stores), value), isRead, leaves), false);

    /// <summary>
    /// Nobody waits for the value any more that is being stored, or a majority has it. Others may have seen it, even if no
    /// majority is known to have it: so whoever reads next under these votes must not read an earlier one.
    /// </summary>
    /// <param name="isStored">Whether a majority has it.</param>
    public void End(bool isStored)
    {
        if (Round is { } round)
            (Current, Round, IsStored) = (round.Value, null, isStored);
    }

    /// <summary>Shared votes are kept, as a copy of a value that a majority of them has (rule 23).</summary>
    public void KeepCopy(in StampedValue value) => (Current, IsStored) = (value, true);

    /// <summary>
    /// Whether the vote of a voter counts, and its voter has exactly <see cref="Current"/>, from a client (rule 23).
    /// </summary>
    public bool Agrees(int voter) =>
        Counts(voter) && !_votes[voter].IsRecovered && _votes[voter].Stored.Stamp == Current.Stamp;

    /// <summary>How many of the votes that count have stored at least this (rule 19).</summary>
    public int CountStored(ValueStamp stamp)
    {
        var count = 0;
        for (var voter = 0; voter < _votes.Length; voter++)
            count += Counts(voter) && _votes[voter].Stored.Stamp >= stamp ? 1 : 0;
        return count;
    }

    /// <summary>Passes the state through <paramref name="codec"/>, except what the constructor takes.</summary>
    public void Exchange(StateCodec codec)
    {
        Token = codec.Number(Token);
        Entries = (int)codec.Number(Entries);
        IsAwaited = codec.Flag(IsAwaited);
        BeatsKept = (int)codec.Number(BeatsKept);
        Copies = (int)codec.Number(Copies);
        Current = StampedValue.Exchange(codec, Current);
        Stores = codec.Number(Stores);
        IsStored = codec.Flag(IsStored);
        Round = codec.Flag(Round is not null) ? StoreRound.Exchange(codec, Round) : null;
        for (var i = 0; i < _votes.Length; i++)
            _votes[codec.Place(i)].Exchange(codec);
    }

    public override string ToString() =>
        $"{Number} {Mode} {Ticket} token {Token}+{Entries}{(IsAwaited ? " awaited" : "")} "
        + $"has {Current}{(Round is null ? "" : $", stores {Round.Value}")} "
        + $"[{string.Join("; ", _votes.Select(vote => vote.ToString()))}]";

    /// <summary>What a client knows of the vote of one voter for one request, in the epoch of the session there.</summary>
    internal struct Vote
    {
        /// <summary>Whether the vote is here.</summary>
        public bool IsHere;

        /// <summary>Whether the request is in the queue, as far as the client knows.</summary>
        public bool IsQueued;

        /// <summary>Whether others need the vote; only of a request that tries once.</summary>
        public bool IsBusy;

        /// <summary>The number of the vote that is here.</summary>
        public long Number;

        /// <summary>Votes up to this number have been struck, for good (rule 9).</summary>
        public long Struck;

        /// <summary>The floor of the voter.</summary>
        public long Floor;

        /// <summary>The floor to which the voter was asked to raise it (rule 15); 0 for none.</summary>
        public long AskedFor;

        /// <summary>What the voter has stored, as far as the client knows.</summary>
        public StampedValue Stored;

        /// <summary>Whether the voter has that from other voters.</summary>
        public bool IsRecovered;

        public void Exchange(StateCodec codec)
        {
            IsHere = codec.Flag(IsHere);
            IsQueued = codec.Flag(IsQueued);
            IsBusy = codec.Flag(IsBusy);
            Number = codec.Number(Number);
            Struck = codec.Number(Struck);
            Floor = codec.Number(Floor);
            AskedFor = codec.Number(AskedFor);
            Stored = StampedValue.Exchange(codec, Stored);
            IsRecovered = codec.Flag(IsRecovered);
        }

        public override readonly string ToString() =>
            IsHere ? $"vote {Number} floor {Floor} {Stored}" : IsQueued ? "queued" : "none";
    }
}

/// <summary>A value that is being stored (rule 19), until m votes have it.</summary>
/// <param name="Value">The value, with its stamp.</param>
/// <param name="IsRead">Whether the claim only reads, and what is stored is what was there (rule 20).</param>
/// <param name="Leaves">Whether the claim leaves then, or as soon as somebody waits.</param>
internal sealed record StoreRound(StampedValue Value, bool IsRead, bool Leaves)
{
    public static StoreRound Exchange(StateCodec codec, StoreRound? round) => new(
        StampedValue.Exchange(codec, round?.Value ?? default),
        codec.Flag(round?.IsRead ?? false),
        codec.Flag(round?.Leaves ?? false));
}

/// <summary>A claim of the client's own client: one that waits for a name or is inside.</summary>
/// <param name="number">Its number.</param>
/// <param name="name">What it wants to lock.</param>
/// <param name="mode">How.</param>
/// <param name="purpose">What it is for, for people.</param>
/// <param name="triesOnce">Whether it wants to know that it cannot have the lock at once.</param>
internal sealed class Claim(long number, ClaimedName name, VoteMode mode, string? purpose, bool triesOnce)
{
    public long Number { get; } = number;

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

/// <summary>One name at a client.</summary>
/// <param name="name">The name.</param>
internal sealed class ClaimedName(string name)
{
    public string Name { get; } = name;

    /// <summary>The claims that wait or are inside, in the order in which they asked.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>
    /// Votes that are kept though nobody is inside: exclusive (rule 22) or shared (rule 23) ones; null for none.
    /// </summary>
    public Ballot? Kept { get; set; }

    public override string ToString() => $"{Name}: [{string.Join("; ", Claims)}]{(Kept is null ? "" : $" keeps {Kept}")}";
}
