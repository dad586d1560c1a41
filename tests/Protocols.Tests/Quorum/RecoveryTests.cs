using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>Rule 12: how a voter that lost its memory becomes a voter again. It is process 1.</summary>
public sealed class RecoveryTests
{
    private static readonly SessionId S4 = new(9);
    private static readonly Epoch E4 = new(7, 1);

    [Fact]
    public void It_votes_for_nobody_before_a_majority_of_the_others_has_told_its_floors()
    {
        var voter = Begun(3);
        voter.Gets(9, new Beat(S4, 1, 1)).Sends((9, new Heard(S4, 1, E4, 0)));
        voter.Gets(9, Want("a", 1)).Sends((9, new Queued(S4, 1, E4)));
        voter.Gets(9, Want("c", 2));
        voter.Gets(3, new Recall(4, 1)).Sends((3, new Forgotten(7, 1)));
        voter.Fires(QuorumTimers.WaitOver).Sends((2, new Recall(7, 1)), (3, new Recall(7, 1)));
        voter.Gets(2, new Floors(1, 3, [new NamedFloor("a", 6), new NamedFloor("b", 4)], true, false)).Sends();
        voter.Gets(3, new Floors(1, 2, [new NamedFloor("a", 5)], true, false))
            .Sends((9, new Grant(S4, 1, E4, 1, 6)), (9, new Grant(S4, 2, E4, 1, 3)));
        voter.Gets(2, new Recall(4, 1)).Sends((2, new Floors(1, 3, [Floor("a", 7), Floor("b", 4), Floor("c", 4)], true, false)));
    }

    [Fact]
    public void It_takes_the_value_with_the_largest_stamp_of_each_name_and_no_value_before_it_votes()
    {
        var (earlier, later) = (Stored(6, 1), Stored(6, 2));
        var voter = Begun(3);
        voter.Gets(9, new Beat(S4, 1, 1)).Gets(9, Want("a", 1));
        voter.Gets(9, new Store(S4, 1, E4, 1, "a", Stored(8, 1))).Sends().Says();
        voter.Gets(9, new Look(S4, 2, "a")).Sends();
        voter.Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Floors(1, 3, [new("a", 6, earlier), new("b", 6, later)], true, false)).Says();
        NamedFloor[] page = [new("a", 7, later), new("b", 6, earlier), new("c", 6, new(new(6, 1), null))];
        voter.Gets(3, new Floors(1, 2, page, true, false))
            .Sends((9, new Grant(S4, 1, E4, 1, 7, Stored: later, IsRecovered: true)))
            .Says(
                new Voter.ValueTaken("a", new(6, 2)),
                new Voter.ValueTaken("b", new(6, 2)),
                new Voter.ValueTaken("c", new(6, 1)),
                new Voter.BegunToVote(IsRecovered: true));
        voter.Gets(2, new Recall(4, 1)).Sends((2, new Floors(
            1, 3, [new("a", 8, later, true), new("b", 6, later, true), new("c", 6, new(new(6, 1), null), true)], true, false)));
    }

    [Fact]
    public void A_value_counts_as_stored_here_if_every_majority_has_a_voter_that_has_it_from_a_client()
    {
        var (earlier, later) = (Stored(6, 1), Stored(6, 2));
        var voter = Begun(3);
        voter.Gets(9, new Beat(S4, 1, 1)).Fires(QuorumTimers.WaitOver);
        NamedFloor[] page = [new("both", 6, later), new("earlier", 6, earlier), new("recovered", 6, later)];
        voter.Gets(2, new Floors(1, 0, page, false, false)).Gets(2, new Floors(1, 0, page, false, false)); // a copy
        voter.Gets(2, new Floors(1, 0, [new("single", 6, later)], true, false));
        page = [new("both", 6, later), new("earlier", 6, later), new("recovered", 6, later, true)];
        voter.Gets(3, new Floors(1, 0, page, true, false));
        Assert.True(IsRecovered("single"));
        Assert.True(IsRecovered("earlier"));
        Assert.True(IsRecovered("recovered"));
        Assert.False(IsRecovered("both"));

        // What a client stores here afterwards does.
        voter.Gets(9, Want("single", 1)).Gets(9, new Store(S4, 1, E4, 1, "single", Stored(8, 1)));
        Assert.False(IsRecovered("single"));

        bool IsRecovered(string name)
        {
            voter.Gets(9, new Look(S4, 1, name));
            return Assert.IsType<Seen>(Assert.Single(voter.Sent).Message).IsRecovered;
        }
    }

    [Fact]
    public void It_asks_for_page_after_page()
    {
        var voter = Begun(2);
        voter.Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Floors(1, 0, [Floor("a", 6)], false, false)).Sends((2, new Recall(7, 1, "a")));
        voter.Gets(2, new Floors(1, 0, [Floor("a", 6)], false, false)).Sends((2, new Recall(7, 1, "a"))); // a copy
        voter.Gets(2, new Floors(1, 0, [Floor("b", 6)], true, false)).Sends();
        voter.Gets(2, new Recall(4, 1, "a")).Sends((2, new Floors(1, 0, [Floor("b", 6)], true, false)));
    }

    [Fact]
    public void What_has_no_answer_is_asked_again_in_a_new_round()
    {
        var voter = Begun(5);
        voter.Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Floors(1, 0, [], true, false)).Sends();
        voter.Fires(TimerId.Resend).Sends((3, new Recall(7, 2)), (4, new Recall(7, 2)), (5, new Recall(7, 2)));
        voter.Gets(3, new Floors(1, 0, [], true, false)).Sends(); // of the round before
        voter.Gets(3, new Floors(2, 0, [], true, false)).Sends();
        voter.Gets(4, new Recall(4, 1)).Sends((4, new Forgotten(7, 1)));
        voter.Gets(5, new Floors(2, 0, [], true, false)).Sends();
        voter.Gets(4, new Recall(4, 1)).Sends((4, new Floors(1, 0, [], true, false)));
    }

    [Fact]
    public void If_nobody_has_memory_in_two_rounds_one_after_the_other_the_group_begins()
    {
        var voter = Begun(3);
        voter.Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Forgotten(5, 1)).Sends();
        voter.Gets(3, new Forgotten(4, 1)).Sends((2, new Recall(7, 2)), (3, new Recall(7, 2)));
        voter.Gets(2, new Forgotten(5, 2)).Sends();
        voter.Gets(3, new Forgotten(6, 2)).Sends((2, new Recall(7, 3)), (3, new Recall(7, 3))); // it was restarted
        voter.Gets(2, new Forgotten(5, 3)).Sends();
        voter.Gets(3, new Forgotten(6, 3)).Sends();
        voter.Gets(2, new Recall(5, 1)).Sends((2, new Floors(1, 0, [], true, IsFoundedWith: true)));
        voter.Gets(3, new Recall(4, 1)).Sends((3, new Floors(1, 0, [], true, IsFoundedWith: false)));
    }

    [Fact]
    public void A_voter_with_which_another_has_begun_has_nothing_to_remember()
    {
        var voter = Begun(3);
        voter.Fires(QuorumTimers.WaitOver);
        voter.Gets(2, new Floors(1, 0, [], true, IsFoundedWith: true));
        voter.Gets(3, new Recall(4, 1)).Sends((3, new Floors(1, 0, [], true, false)));
    }

    [Fact]
    public void A_single_voter_only_waits()
    {
        var voter = Begun(1);
        voter.Gets(9, new Beat(S4, 1, 1));
        voter.Gets(9, Want("a", 1)).Sends((9, new Queued(S4, 1, E4)));
        voter.Fires(QuorumTimers.WaitOver).Sends((9, new Grant(S4, 1, E4, 1, 0)));
        Assert.Empty(voter.Timers);
    }

    [Fact]
    public void An_answer_before_the_wait_is_over_counts_for_nothing()
    {
        var voter = Begun(2);
        voter.Gets(2, new Floors(0, 0, [], true, false)).Gets(2, new Forgotten(1, 0));
        voter.Gets(2, new Recall(4, 1)).Sends((2, new Forgotten(7, 1)));
    }

    private static Machine Begun(int voters)
    {
        var voter = new Machine(new Voter(new ProcessId(1), new QuorumTerms(voters), 7, isNew: false)).Start();
        Assert.Equal([(QuorumTimers.WaitOver, TimeSpan.FromSeconds(11))], voter.Timers);
        return voter;
    }

    private static StampedValue Stored(long token, long count) => new(new(token, count), Payload.Of([(byte)token]));

    private static NamedFloor Floor(string name, long floor) => new(name, floor);

    private static Request Want(string name, long number) =>
        new(S4, number, name, VoteMode.Exclusive, new Ticket(number, S4));
}
