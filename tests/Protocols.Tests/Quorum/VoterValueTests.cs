using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// One trace for each rule about values that a voter keeps. It is process 1 of three voters; clients are processes 4 and 5.
/// </summary>
public sealed class VoterValueTests
{
    private static readonly SessionId S4 = new(4);
    private static readonly SessionId S5 = new(5);
    private static readonly Epoch E4 = new(7, 1);
    private static readonly Epoch E5 = new(7, 2);
    private static readonly StampedValue First = new(new(1, 1), Payload.Of([1]));
    private static readonly StampedValue Second = new(new(1, 2), Payload.Of([2]));

    private readonly Machine _voter = new Machine(new Voter(new ProcessId(1), new QuorumTerms(3), 7, isNew: true)).Start();

    public VoterValueTests()
    {
        _voter.Gets(4, new Beat(S4, 1, 1)).Gets(5, new Beat(S5, 1, 1));
    }

    [Fact]
    public void Rule_19_a_value_is_taken_from_whoever_has_the_vote_and_a_copy_is_answered_as_the_first_was()
    {
        _voter.Gets(4, Want(S4, 1));
        _voter.Gets(4, Store(First)).Sends((4, new Stored(S4, 1, E4, 1, First.Stamp)))
            .Says(new Voter.ValueTaken("a", First.Stamp));
        _voter.Gets(4, Store(First)).Sends((4, new Stored(S4, 1, E4, 1, First.Stamp))).Says();
        Assert.Equal(First, Seen());
    }

    [Fact]
    public void Rule_19_a_later_value_replaces_an_earlier_one_and_a_late_copy_of_the_earlier_one_changes_nothing()
    {
        _voter.Gets(4, Want(S4, 1));
        _voter.Gets(4, Store(Second)).Sends((4, new Stored(S4, 1, E4, 1, Second.Stamp)));
        _voter.Gets(4, Store(First)).Sends((4, new Stored(S4, 1, E4, 1, First.Stamp))).Says();
        Assert.Equal(Second, Seen());
    }

    [Fact]
    public void Rule_19_nothing_is_taken_without_exactly_that_vote()
    {
        _voter.Gets(4, Store(First)).Sends(); // no request
        _voter.Gets(5, Want(S5, 1));
        _voter.Gets(4, Want(S4, 1));
        _voter.Gets(4, Store(First)).Sends(); // it waits
        _voter.Gets(5, new Release(S5, 1, "a", 1)).Sends((4, new Grant(S4, 1, E4, 1, 1)), (5, new Over(S5, 1)));
        _voter.Gets(4, Store(First) with { Vote = 2 }).Sends(); // another vote
        _voter.Gets(4, Store(First) with { Epoch = E5 }).Sends(); // another epoch
        _voter.Gets(4, Store(First) with { Number = 2 }).Sends(); // another request
        _voter.Gets(4, Store(First) with { Name = "b" }).Sends(); // another name
        _voter.Gets(4, new Release(S4, 1, "a", 2));
        _voter.Gets(4, Store(First)).Sends(); // late
        Assert.Equal(default, Seen());
    }

    [Fact]
    public void Rule_19_nothing_is_taken_from_a_request_that_shares()
    {
        _voter.Gets(4, Want(S4, 1, VoteMode.Shared)).Sends((4, new Grant(S4, 1, E4, 1, 0)));
        _voter.Gets(4, Store(First)).Sends().Says();
    }

    [Fact]
    public void Rule_19_nothing_is_taken_from_a_session_that_is_over()
    {
        _voter.Gets(4, Want(S4, 1));
        _voter.Fires(QuorumTimers.SessionOver(S4));
        _voter.Gets(4, Store(First)).Sends().Says();
        Assert.Equal(default, Seen());
    }

    [Fact]
    public void Rule_20_a_store_that_releases_ends_the_request_and_whoever_gets_the_vote_has_the_value_with_it()
    {
        var last = Store(First) with { Releases = true };
        var stored = new Stored(S4, 1, E4, 1, First.Stamp, IsOver: true);
        _voter.Gets(4, Want(S4, 1)).Gets(5, Want(S5, 1));
        _voter.Gets(4, last).Sends((5, new Grant(S5, 1, E5, 1, 1, Stored: First)), (4, stored));
        _voter.Gets(5, new Store(S5, 1, E5, 1, "a", new(new(2, 1), null)));
        _voter.Gets(4, last).Sends((4, stored)).Says(); // a copy is answered as the first was
        _voter.Gets(4, Store(First)).Sends(); // late
        _voter.Gets(4, Want(S4, 1)).Sends((4, new Over(S4, 1)));
        Assert.Equal(new ValueStamp(2, 1), Seen().Stamp);
    }

    [Fact]
    public void Rule_20_a_store_that_releases_without_having_the_vote_is_a_release()
    {
        var last = Store(First) with { Releases = true };
        _voter.Gets(5, Want(S5, 1)).Gets(4, Want(S4, 1));
        _voter.Gets(4, last).Sends((4, new Over(S4, 1))).Says(); // it waits
        _voter.Gets(5, new Release(S5, 1, "a", 0)).Sends((5, new Over(S5, 1)));
        _voter.Gets(5, Want(S5, 2)).Sends((5, new Grant(S5, 2, E5, 1, 1))); // the token counts as used
        _voter.Gets(9, last with { Session = new SessionId(9) }).Sends((9, new Over(new SessionId(9), 1)));
        Assert.Equal(default, Seen());
    }

    [Fact]
    public void Rule_20_a_last_value_is_remembered_until_the_client_has_its_answer()
    {
        var last = Store(First) with { Releases = true };
        _voter.Gets(4, Want(S4, 1)).Gets(4, last);
        _voter.Gets(4, new Beat(S4, 2, Oldest: 2));
        _voter.Gets(4, last).Sends((4, new Over(S4, 1)));
    }

    [Fact]
    public void Rule_20_a_grant_carries_what_is_stored()
    {
        _voter.Gets(4, Want(S4, 1)).Gets(4, Store(First)).Gets(4, new Release(S4, 1, "a", 1));
        _voter.Gets(5, Want(S5, 1)).Sends((5, new Grant(S5, 1, E5, 1, 1, Stored: First)));
        _voter.Gets(5, Want(S5, 1)).Sends((5, new Grant(S5, 1, E5, 1, 1, Stored: First))); // a copy
    }

    [Fact]
    public void Rule_16_the_token_of_a_value_counts_as_used_whatever_becomes_of_the_vote()
    {
        _voter.Gets(4, Want(S4, 1)).Gets(4, Store(First with { Stamp = new(6, 1) }));
        _voter.Fires(QuorumTimers.SessionOver(S4));
        _voter.Gets(5, Want(S5, 1));
        Assert.Equal(6, Assert.IsType<Grant>(Assert.Single(_voter.Sent).Message).Floor);
    }

    [Fact]
    public void Rule_21_a_look_is_answered_without_a_vote()
    {
        _voter.Gets(4, Want(S4, 1)).Gets(4, Store(First));
        _voter.Gets(5, new Look(S5, 1, "a")).Sends((5, new Seen(S5, 1, E5, First)));
        _voter.Gets(5, new Look(S5, 2, "b")).Sends((5, new Seen(S5, 2, E5, default)));
        _voter.Gets(9, new Look(new SessionId(9), 1, "a")).Sends(); // of an unknown session
    }

    [Fact]
    public void A_name_with_a_value_is_not_forgotten_even_if_the_value_was_deleted()
    {
        var deleted = new StampedValue(new(1, 2), null);
        _voter.Gets(4, Want(S4, 1)).Gets(4, Store(First)).Gets(4, Store(deleted)).Gets(4, new Release(S4, 1, "a", 1));
        for (var sweep = 0; sweep < 3; sweep++)
            _voter.Fires(QuorumTimers.Sweep);
        Assert.Equal(deleted, Seen());
        _voter.Gets(2, new Recall(1, 1)).Sends((2, new Floors(1, 0, [new NamedFloor("a", 1, deleted)], true, false)));
    }

    private static Request Want(SessionId session, long number, VoteMode mode = VoteMode.Exclusive) =>
        new(session, number, "a", mode, new Ticket(number, session));

    private static Store Store(in StampedValue value) => new(S4, 1, E4, 1, "a", value);

    private StampedValue Seen()
    {
        _voter.Gets(5, new Look(S5, 99, "a"));
        return Assert.IsType<Seen>(Assert.Single(_voter.Sent).Message).Stored;
    }
}
