using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Tests.Locks;

/// <summary>What several members know, put together.</summary>
public sealed class GroupViewTests
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
        var held = Assert.Single(Of(states).Locks);
        Assert.Equal([3, 8], held.Claims.Select(claim => claim.Since.TotalSeconds));
        Assert.Equal([true, false], held.Claims.Select(claim => claim.IsInside));
        states[2] = null;
        Assert.Equal([1, 7], Assert.Single(Of(states).Locks).Claims.Select(claim => claim.Since.TotalSeconds));
    }

    private static GroupView Of(VoterState?[] states) => GroupView.Of(["a:1", "b:1", "c:1"], states, majority: 2);

    private static VoterState State(params ClaimState[] claims) => new(true, [new NameState("a", 0, claims)], true);

    private static ClaimState Claim(long session, bool hasVote, int seconds) => new(
        new SessionId(session), null, null, 1, VoteMode.Exclusive, hasVote, 0, TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
}
