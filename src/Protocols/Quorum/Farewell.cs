using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>A release that some voters have not answered (rule 11).</summary>
/// <param name="number">The request that is over.</param>
/// <param name="name">What was locked.</param>
/// <param name="token">The number of its token; 0 for none.</param>
internal sealed class Farewell(long number, string name, long token)
{
    private int _expected; // the voters whose answer is expected: one bit each

    public long Number => number;

    public string Name => name;

    public long Token => token;

    /// <summary>What is to be stored before; null for nothing.</summary>
    public FarewellStore? Store { get; set; }

    public bool IsOpen => _expected != 0;

    public bool Expects(int voter) => (_expected & (1 << voter)) != 0;

    public void Expect(int voter) => _expected |= 1 << voter;

    /// <summary>No answer of this voter is expected any more.</summary>
    public void End(int voter) => _expected &= ~(1 << voter);

    public static Farewell Exchange(StateCodec codec, Farewell? farewell, ProcessId self, int voters)
    {
        var number = codec.Number(farewell?.Number ?? 0);
        var name = codec.Text(farewell?.Name ?? "");
        var token = codec.Number(farewell?.Token ?? 0);
        farewell ??= new Farewell(number, name, token);
        for (var i = 0; i < voters; i++)
        {
            var voter = codec.Place(i);
            if (codec.Flag(farewell.Expects(voter)))
                farewell.Expect(voter);
            else
                farewell.End(voter);
        }
        farewell.Store = codec.Flag(farewell.Store is not null)
            ? FarewellStore.Exchange(codec, farewell.Store, self, voters)
            : null;
        return farewell;
    }
}

/// <summary>The last value of a request that is over: each voter stores it, and then ends the request (rule 20).</summary>
/// <param name="claim">The claim that wants to know the outcome.</param>
/// <param name="round">The value.</param>
/// <param name="voters">n.</param>
internal sealed class FarewellStore(Timestamp claim, StoreRound round, int voters)
{
    private readonly Vote[] _votes = new Vote[voters];

    public Timestamp Claim => claim;

    public StoreRound Round => round;

    /// <summary>Whether the outcome has been told.</summary>
    public bool IsDecided { get; set; }

    /// <summary>How many voters have stored it, whose sessions have not lapsed since.</summary>
    public int Count => _votes.Count(vote => vote.HasStored);

    /// <summary>A voter has given its vote.</summary>
    public void Add(int voter, in BallotVote vote) =>
        _votes[voter] = new Vote(vote.Number, vote.Stored.Stamp >= round.Value.Stamp);

    /// <summary>The vote by which a voter is asked to store; null for none, or if it has stored.</summary>
    public long? VoteToAsk(int voter) => _votes[voter] is { Number: > 0, HasStored: false } vote ? vote.Number : null;

    /// <summary>How many may store it yet.</summary>
    public int CountOpen(Farewell farewell)
    {
        var count = 0;
        for (var voter = 0; voter < _votes.Length; voter++)
            count += farewell.Expects(voter) && VoteToAsk(voter) is not null ? 1 : 0;
        return count;
    }

    /// <summary>A voter has stored a value.</summary>
    /// <returns>Whether it is this one.</returns>
    public bool On(int voter, Stored message)
    {
        if (message.Stamp != round.Value.Stamp || _votes[voter].Number != message.Vote)
            return false;
        _votes[voter].HasStored = true;
        return true;
    }

    /// <summary>A voter may have lost its memory.</summary>
    public void Strike(int voter) => _votes[voter] = default;

    public static FarewellStore Exchange(StateCodec codec, FarewellStore? store, ProcessId self, int voters)
    {
        var claim = new Timestamp(codec.Number(store?.Claim.Clock ?? 0), self);
        var round = StoreRound.Exchange(codec, store?.Round);
        store ??= new FarewellStore(claim, round, voters);
        store.IsDecided = codec.Flag(store.IsDecided);
        for (var i = 0; i < voters; i++)
        {
            ref var vote = ref store._votes[codec.Place(i)];
            vote = new Vote(codec.Number(vote.Number), codec.Flag(vote.HasStored));
        }
        return store;
    }

    private record struct Vote(long Number, bool HasStored);
}
