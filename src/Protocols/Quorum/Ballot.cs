using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The votes of one request, as its client has them: which of them are here, which of these count (rules 2 and 13), and what
/// floors they carry (rule 15). An exclusive request may serve several claims, one after another, under the same votes (rule 22).
/// It sends nothing; <see cref="Requests"/> does.
/// </summary>
internal sealed class Ballot
{
    private readonly BallotVote[] _votes;
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
        _votes = new BallotVote[session.Voters];
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

    /// <summary>What the name has under these votes.</summary>
    public BallotValue Value { get; } = new();

    /// <summary>How many grants were counted twice; only in a broken protocol. Museum: counts-votes-not-voters.</summary>
    public int Copies { get; private set; }

    /// <summary>The vote of a voter.</summary>
    public ref BallotVote this[int voter] => ref _votes[voter];

    /// <summary>Whether votes of a majority count (rules 10 and 13).</summary>
    public bool HasMajority => Count + Copies >= _session.Majority;

    /// <summary>Until when votes of a majority count, if no further beat is heard; null if they do not (rule 2).</summary>
    public TimeSpan? Deadline => DeadlineOf(mustAgree: false);

    /// <summary>The same of those votes alone whose voters have exactly the current value (rule 23).</summary>
    public TimeSpan? DeadlineOfAgreed => DeadlineOf(mustAgree: true);

    /// <summary>
    /// Whether so many voters have said that their votes are needed by others that the rest is no majority (rule 9).
    /// </summary>
    public bool IsBusy
    {
        get
        {
            var busy = 0;
            foreach (var vote in _votes)
                busy += vote is { IsBusy: true, IsHere: false } ? 1 : 0;
            return busy > _session.Voters - _session.Majority;
        }
    }

    /// <summary>The largest floor of the votes that count (rule 15).</summary>
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

    /// <summary>The largest stamp of the votes that count, with its value (rule 20).</summary>
    public StampedValue Latest => Agreement.Latest(Stored);

    /// <summary>The value that a majority of the votes that count has, with one stamp; null if there is none.</summary>
    public StampedValue? Agreed => Agreement.Of(Stored, _session.Majority);

    // Rule 13: voters are counted, not votes.
    private int Count
    {
        get
        {
            var count = 0;
            for (var voter = 0; voter < _votes.Length; voter++)
                count += Counts(voter) ? 1 : 0;
            return count;
        }
    }

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

    /// <summary>Whether the vote of a voter is here, and counts (rule 2).</summary>
    public bool Counts(int voter) => _votes[voter].IsHere && _session.IsAlive(voter);

    /// <summary>Whether votes of a majority count that have this floor (rule 15).</summary>
    public bool HasMajorityAt(long floor)
    {
        var count = Copies;
        for (var voter = 0; voter < _votes.Length; voter++)
            count += Counts(voter) && _votes[voter].Floor == floor ? 1 : 0;
        return count >= _session.Majority;
    }

    /// <summary>Whether votes of a majority count whose voters have stored at least this (rule 19).</summary>
    public bool HasStored(ValueStamp stamp)
    {
        var count = 0;
        for (var voter = 0; voter < _votes.Length; voter++)
            count += Counts(voter) && _votes[voter].Stored.Stamp >= stamp ? 1 : 0;
        return count >= _session.Majority;
    }

    /// <summary>A vote has been granted, or is said once more to be granted.</summary>
    /// <param name="voter">The voter.</param>
    /// <param name="message">The grant.</param>
    /// <param name="countsCopies">Whether a copy counts as one more, which breaks rule 13.</param>
    /// <param name="takesBackStruck">Whether a vote that was struck may come back, which breaks rule 9.</param>
    /// <returns>Whether the vote is here now. Otherwise it was struck, and stays so (rule 9).</returns>
    public bool Take(int voter, Grant message, bool countsCopies, bool takesBackStruck)
    {
        ref var vote = ref _votes[voter];
        if (vote.IsHere)
        {
            Copies += countsCopies ? 1 : 0;
            return true;
        }
        if (message.Vote <= vote.Struck && !takesBackStruck)
            return false;
        vote.Take(message);
        if (takesBackStruck)
            vote.Struck = Math.Min(vote.Struck, message.Vote - 1);
        return true;
    }

    /// <summary>See <see cref="IMachine.Exchange"/>; except what the constructor takes.</summary>
    public void Exchange(StateCodec codec)
    {
        Token = codec.Number(Token);
        Entries = (int)codec.Number(Entries);
        IsAwaited = codec.Flag(IsAwaited);
        BeatsKept = (int)codec.Number(BeatsKept);
        Copies = (int)codec.Number(Copies);
        Value.Exchange(codec);
        for (var i = 0; i < _votes.Length; i++)
            _votes[codec.Place(i)].Exchange(codec);
    }

    public override string ToString() =>
        $"{Number} {Mode} {Ticket} token {Token}+{Entries}{(IsAwaited ? " awaited" : "")} "
        + $"has {Value} [{string.Join("; ", _votes.Select(vote => vote.ToString()))}]";

    private TimeSpan? DeadlineOf(bool mustAgree)
    {
        Span<TimeSpan> deadlines = stackalloc TimeSpan[_votes.Length];
        var count = 0;
        for (var voter = 0; voter < _votes.Length; voter++)
        {
            if (mustAgree ? Agrees(voter) : Counts(voter))
                deadlines[count++] = _session.DeadlineAt(voter);
        }
        return Deadlines.OfMajority(deadlines[..count], _session.Majority);
    }

    // Whether the vote of a voter counts, and its voter has exactly the current value, from a client (rule 23).
    private bool Agrees(int voter) =>
        Counts(voter) && !_votes[voter].IsRecovered && _votes[voter].Stored.Stamp == Value.Current.Stamp;
}
