using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Tests.Locks;

/// <summary>What several members know, put together.</summary>
public sealed class LockTableTests
{
    [Fact]
    public void A_lock_is_held_since_the_majority_was_there_and_waited_for_since_it_was_asked_for()
    {
        VoterState?[] states =
        [
            State(Claim(session: 1, hasVote: true, seconds: 5), Claim(session: 2, hasVote: false, seconds: 7)),
            // This one was restarted.
            State(Claim(session: 1, hasVote: true, seconds: 1), Claim(session: 2, hasVote: false, seconds: 2)),
            State(Claim(session: 1, hasVote: true, seconds: 3), Claim(session: 2, hasVote: false, seconds: 8)),
        ];
        var row = Assert.Single(LockTable.Of(states, majority: 2));
        Assert.Equal([3, 8], row.Claims.Select(claim => claim.Since.TotalSeconds));
        Assert.Equal([true, false], row.Claims.Select(claim => claim.IsInside));
        states[2] = null;
        Assert.Equal([1, 7], Assert.Single(LockTable.Of(states, majority: 2)).Claims.Select(claim => claim.Since.TotalSeconds));
    }

    private static VoterState State(params ClaimState[] claims) => new(true, [new NameState("a", 0, claims)], true);

    private static ClaimState Claim(long session, bool hasVote, int seconds) => new(
        new SessionId(session), null, null, 1, VoteMode.Exclusive, hasVote, 0, TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
}
