using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// One trace for each rule that a voter keeps. It is process 1 of three voters; clients are processes 4, 5 and 6.
/// </summary>
public sealed class VoterTests
{
    private static readonly QuorumTerms Terms = new(3);
    private static readonly SessionId S4 = new(4);
    private static readonly SessionId S5 = new(5);
    private static readonly SessionId S6 = new(6);
    private static readonly Epoch E4 = new(7, 1);
    private static readonly Epoch E5 = new(7, 2);
    private static readonly Epoch E6 = new(7, 3);

    private readonly Voter _rules = new(new ProcessId(1), Terms, incarnation: 7, isNew: true);
    private readonly Machine _voter;

    public VoterTests()
    {
        _voter = new Machine(_rules).Start();
        foreach (var client in (int[])[4, 5, 6])
            _voter.Gets(client, new Beat(new SessionId(client), 1, 1));
    }

    [Fact]
    public void Rule_1_a_beat_is_answered_with_the_epoch_of_its_session()
    {
        var voter = new Machine(new Voter(new ProcessId(1), Terms, 7, isNew: true)).Start();
        voter.Gets(4, new Beat(S4, 1, 1)).Sends((4, new Heard(S4, 1, E4, 0))).Says(new Voter.SessionBegun(S4));
        voter.Gets(5, new Beat(S5, 1, 1)).Sends((5, new Heard(S5, 1, E5, 0)));
        voter.Gets(4, new Beat(S4, 2, 1)).Sends((4, new Heard(S4, 2, E4, 0))).Says();
        Assert.Contains((QuorumTimers.SessionOver(S4), TimeSpan.FromSeconds(11)), voter.Timers);
    }

    [Fact]
    public void Rule_1_a_copy_of_a_beat_is_answered_and_does_not_lengthen_the_session()
    {
        _voter.Gets(4, new Beat(S4, 1, 1)).Sends((4, new Heard(S4, 1, E4, 0)));
        Assert.Empty(_voter.Timers);
    }

    [Fact]
    public void Rule_1_a_request_of_a_session_that_the_voter_does_not_have_is_ignored() =>
        _voter.Gets(9, Want(new SessionId(9), 1, 1)).Sends();

    [Fact]
    public void Rule_2_a_beat_that_names_a_lapsed_epoch_ends_it_and_begins_another()
    {
        _voter.Gets(4, Want(S4, 1, 1)).Sends((4, new Grant(S4, 1, E4, 1, 0)));
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(4, new Beat(S4, 2, 1, Lapsed: E4))
            .Sends((5, new Grant(S5, 1, E5, 1, 1)), (4, new Heard(S4, 2, new Epoch(7, 4), 2)));
        _voter.Gets(4, new Beat(S4, 2, 1, Lapsed: E4)).Sends((4, new Heard(S4, 2, new Epoch(7, 4), 2))); // a copy
    }

    [Fact]
    public void Rule_3_when_a_session_ends_its_votes_end_and_its_requests_leave_the_queues()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, Want(S5, 1, 2)).Sends((4, new Inquire(S4, 1, E4, 1, IsBetter: false)), (5, new Queued(S5, 1, E5)));
        _voter.Gets(6, Want(S6, 1, 3)).Sends((6, new Queued(S6, 1, E6)));
        _voter.Fires(QuorumTimers.SessionOver(S5)).Sends().Says(new Voter.SessionEnded(S5));
        _voter.Fires(QuorumTimers.SessionOver(S4)).Sends((6, new Grant(S6, 1, E6, 1, 1)));
    }

    [Fact]
    public void Rule_6_a_repeated_request_is_answered_as_the_first_was()
    {
        _voter.Gets(4, Want(S4, 1, 1)).Sends((4, new Grant(S4, 1, E4, 1, 0)));
        _voter.Gets(4, Want(S4, 1, 1)).Sends((4, new Grant(S4, 1, E4, 1, 0)));
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(5, Want(S5, 1, 2)).Sends((5, new Queued(S5, 1, E5)), (4, new Inquire(S4, 1, E4, 1, IsBetter: false)));
    }

    [Fact]
    public void Rule_7_a_better_request_does_not_take_the_vote_away()
    {
        _voter.Gets(5, Want(S5, 1, 2)).Sends((5, new Grant(S5, 1, E5, 1, 0)));
        _voter.Gets(4, Want(S4, 1, 1)).Sends((5, new Inquire(S5, 1, E5, 1, IsBetter: true)), (4, new Queued(S4, 1, E4)));
    }

    [Fact]
    public void Rule_7_a_yield_or_a_release_of_something_else_leaves_the_vote_where_it_is()
    {
        _voter.Gets(4, Want(S4, 2, 1));
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(4, new Yield(S4, 2, E4, 2)).Sends(); // another vote
        _voter.Gets(4, new Yield(S4, 2, new Epoch(6, 1), 1)).Sends(); // another epoch
        _voter.Gets(4, new Yield(S4, 1, E4, 1)).Sends(); // another request
        _voter.Gets(5, new Yield(S5, 1, E5, 1)).Sends(); // another session
        _voter.Gets(4, new Release(S4, 1, "a", 0)).Sends((4, new Over(S4, 1)));
        _voter.Gets(4, new Release(S4, 2, "a", 1)).Sends((5, new Grant(S5, 1, E5, 1, 1)), (4, new Over(S4, 2)));
    }

    [Fact]
    public void Rule_8_writers_go_before_readers_and_tickets_decide_among_equals()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(4, Want(S4, 2, 2, VoteMode.Shared));
        _voter.Gets(5, Want(S5, 1, 5));
        _voter.Gets(6, Want(S6, 1, 4));
        _voter.Gets(4, new Release(S4, 1, "a", 1)).Sends((6, new Grant(S6, 1, E6, 1, 1, IsAwaited: true)), (4, new Over(S4, 1)));
        _voter.Gets(6, new Release(S6, 1, "a", 2)).Sends((5, new Grant(S5, 1, E5, 1, 2, IsAwaited: true)), (6, new Over(S6, 1)));
        _voter.Gets(5, new Release(S5, 1, "a", 3)).Sends((4, new Grant(S4, 2, E4, 1, 3)), (5, new Over(S5, 1)));
    }

    [Fact]
    public void Rule_8_readers_at_the_head_get_the_vote_together_but_not_past_a_writer()
    {
        _voter.Gets(4, Want(S4, 1, 1, VoteMode.Shared)).Sends((4, new Grant(S4, 1, E4, 1, 0)));
        _voter.Gets(5, Want(S5, 1, 2, VoteMode.Shared)).Sends((5, new Grant(S5, 1, E5, 1, 0)));
        _voter.Gets(6, Want(S6, 1, 3)).Sends(
            (4, new Inquire(S4, 1, E4, 1, IsBetter: true)),
            (5, new Inquire(S5, 1, E5, 1, IsBetter: true)),
            (6, new Queued(S6, 1, E6)));
        _voter.Gets(4, Want(S4, 2, 4, VoteMode.Shared)).Sends((4, new Queued(S4, 2, E4)));
        _voter.Gets(4, new Release(S4, 1, "a", 1)).Sends((4, new Over(S4, 1)));
        _voter.Gets(5, new Release(S5, 1, "a", 1)).Sends((6, new Grant(S6, 1, E6, 1, 1, IsAwaited: true)), (5, new Over(S5, 1)));
    }

    [Fact]
    public void Rule_9_a_yielded_vote_goes_to_the_better_request_and_comes_back_later()
    {
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, new Yield(S5, 1, E5, 1)).Sends((4, new Grant(S4, 1, E4, 1, 0, IsAwaited: true)));
        _voter.Gets(5, new Yield(S5, 1, E5, 1)).Sends(); // a copy
        _voter.Gets(4, new Release(S4, 1, "a", 1)).Sends((5, new Grant(S5, 1, E5, 2, 1)), (4, new Over(S4, 1)));
        _voter.Gets(5, new Yield(S5, 1, E5, 1)).Sends(); // of the vote before
    }

    [Fact]
    public void Rule_10_whoever_is_inside_goes_first_and_raises_the_floor()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(6, Want(S6, 1, 3));
        _voter.Gets(5, Want(S5, 1, 5) with { Inside = 9 })
            .Sends((4, new Inquire(S4, 1, E4, 1, IsBetter: true)), (5, new Queued(S5, 1, E5)));
        _voter.Gets(4, new Yield(S4, 1, E4, 1)).Sends((5, new Grant(S5, 1, E5, 1, 8, IsAwaited: true)));
        _voter.Gets(5, new Release(S5, 1, "a", 9)).Sends((4, new Grant(S4, 1, E4, 2, 9, IsAwaited: true)), (5, new Over(S5, 1)));
    }

    [Fact]
    public void Rule_11_what_is_over_stays_over_whatever_copies_come()
    {
        _voter.Gets(4, new Release(S4, 3, "a", 0)).Sends((4, new Over(S4, 3))); // it came before its request
        _voter.Gets(4, Want(S4, 3, 1)).Sends((4, new Over(S4, 3)));
        _voter.Gets(4, Want(S4, 4, 2)).Sends((4, new Grant(S4, 4, E4, 1, 0)));
        _voter.Gets(4, new Release(S4, 4, "a", 1)).Sends((4, new Over(S4, 4)));
        _voter.Gets(4, new Release(S4, 4, "a", 1)).Sends((4, new Over(S4, 4)));
        _voter.Gets(4, Want(S4, 4, 2)).Sends((4, new Over(S4, 4)));
    }

    [Fact]
    public void Rule_11_requests_before_the_oldest_of_a_beat_are_over()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(4, new Beat(S4, 2, Oldest: 2)).Sends((5, new Grant(S5, 1, E5, 1, 1)), (4, new Heard(S4, 2, E4, 2)));
        _voter.Gets(4, Want(S4, 1, 1)).Sends((4, new Over(S4, 1)));
    }

    [Fact]
    public void Rule_15_a_vote_that_is_out_lets_its_request_raise_the_floor()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(4, new Raise(S4, 1, E4, 1, 6)).Sends((4, new Raised(S4, 1, E4, 1, 6)));
        _voter.Gets(4, new Raise(S4, 1, E4, 1, 5)).Sends((4, new Raised(S4, 1, E4, 1, 6))); // late
        _voter.Gets(4, new Raise(S4, 1, E4, 2, 8)).Sends(); // another vote
        _voter.Gets(4, new Raise(S4, 1, E5, 1, 8)).Sends(); // another epoch
    }

    [Fact]
    public void Rule_16_a_release_raises_the_floor_of_a_name_that_the_voter_was_never_asked_for()
    {
        _voter.Gets(4, new Release(S4, 1, "a", 5));
        _voter.Gets(5, Want(S5, 1, 1)).Sends((5, new Grant(S5, 1, E5, 1, 5)));
    }

    [Fact]
    public void Rule_9_whoever_has_the_vote_is_asked_for_a_request_that_tries_once_and_its_answer_is_passed_on()
    {
        var once = Want(S5, 1, 2) with { TriesOnce = true };
        var inquire = new Inquire(S4, 1, E4, 1, IsBetter: false, TriesOnce: true);
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, once).Sends((4, inquire), (5, new Queued(S5, 1, E5)));
        _voter.Gets(5, once).Sends((5, new Queued(S5, 1, E5)), (4, inquire)); // a copy
        _voter.Gets(4, new Busy(S4, 1, E4, 2)).Sends(); // of another vote
        _voter.Gets(4, new Busy(S4, 1, E4, 1)).Sends((5, new Queued(S5, 1, E5, IsBusy: true)));
        _voter.Gets(4, new Release(S4, 1, "a", 1)).Sends((5, new Grant(S5, 1, E5, 1, 1)), (4, new Over(S4, 1)));
    }

    [Fact]
    public void Rule_9_a_request_that_tries_once_is_told_at_once_of_another_that_waits_before_it()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, Want(S5, 1, 2));
        _voter.Gets(6, Want(S6, 1, 3) with { TriesOnce = true }).Sends((6, new Queued(S6, 1, E6, IsBusy: true)));
    }

    [Fact]
    public void Rule_9_a_request_that_tries_once_asks_again_whoever_knows_already_that_somebody_waits()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(5, Want(S5, 1, 2)).Sends((4, new Inquire(S4, 1, E4, 1, IsBetter: false)), (5, new Queued(S5, 1, E5)));
        _voter.Gets(5, new Release(S5, 1, "a", 0));
        _voter.Gets(6, Want(S6, 1, 3) with { TriesOnce = true }).Sends(
            (4, new Inquire(S4, 1, E4, 1, IsBetter: false, TriesOnce: true)), (6, new Queued(S6, 1, E6)));
    }

    [Fact]
    public void Rule_16_floors_end_at_the_last_number_and_can_still_be_told()
    {
        _voter.Gets(4, new Release(S4, 1, "a", FencingToken.MostNumber));
        _voter.Gets(4, Want(S4, 2, 1)).Sends((4, new Grant(S4, 2, E4, 1, FencingToken.MostNumber)));
        _voter.Gets(2, new Recall(1, 1))
            .Sends((2, new Floors(1, 0, [new NamedFloor("a", FencingToken.MostNumber)], true, false)));
        _voter.Fires(QuorumTimers.SessionOver(S4));
        _voter.Gets(5, Want(S5, 1, 1)).Sends((5, new Grant(S5, 1, E5, 1, FencingToken.MostNumber)));
        _voter.Gets(5, new Release(S5, 1, "a", 0));
        _voter.Fires(QuorumTimers.Sweep).Fires(QuorumTimers.Sweep);
        _voter.Gets(2, new Recall(1, 1)).Sends((2, new Floors(1, FencingToken.MostNumber, [], true, false)));
    }

    [Fact]
    public void Requests_with_the_same_ticket_stand_in_the_order_of_their_numbers()
    {
        _voter.Gets(5, Want(S5, 1, 1));
        _voter.Gets(4, Want(S4, 3, 7)).Gets(4, Want(S4, 2, 7));
        _voter.Gets(5, new Release(S5, 1, "a", 1)).Sends((4, new Grant(S4, 2, E4, 1, 1, IsAwaited: true)), (5, new Over(S5, 1)));
        _voter.Gets(4, new Release(S4, 2, "a", 2)).Sends((4, new Grant(S4, 3, E4, 1, 2)), (4, new Over(S4, 2)));
    }

    [Fact]
    public void Two_groups_refuse_each_other()
    {
        var terms = Terms with { Group = 3, GroupText = "a, b, c" };
        var voter = new Machine(new Voter(new ProcessId(1), terms, 7, isNew: true)).Start();
        voter.Gets(4, new Beat(S4, 1, 1, Group: 4)).Sends((4, new Foreign(S4, "a, b, c"))).Says();
        voter.Gets(2, new Recall(1, 1, Group: 4)).Sends((2, new Foreign(default, "a, b, c")));
    }

    [Fact]
    public void Names_that_nobody_asks_for_are_forgotten_and_their_floors_live_on()
    {
        _voter.Gets(4, Want(S4, 1, 1));
        _voter.Gets(4, new Release(S4, 1, "a", 5));
        _voter.Fires(QuorumTimers.Sweep); // it has been idle for less than two sweeps
        _voter.Gets(2, new Recall(1, 1)).Sends((2, new Floors(1, 0, [new NamedFloor("a", 5)], true, false)));
        _voter.Fires(QuorumTimers.Sweep);
        _voter.Gets(2, new Recall(1, 1)).Sends((2, new Floors(1, 1024, [], true, false)));
        _voter.Gets(5, Want(S5, 1, 1)).Sends((5, new Grant(S5, 1, E5, 1, 1024)));
    }

    [Fact]
    public void The_state_names_the_sessions_the_oldest_first_as_far_as_there_is_room()
    {
        var voter = new Voter(new ProcessId(1), Terms, 7, isNew: true);
        var machine = new Machine(voter).Start();
        machine.Gets(5, new Beat(S5, 1, 1, Holder: "five"));
        machine.Now = TimeSpan.FromSeconds(1);
        machine.Gets(4, new Beat(S4, 1, 1));
        machine.Now = TimeSpan.FromSeconds(3);
        machine.Gets(5, new Beat(S5, 2, 1));
        machine.Gets(4, Want(S4, 1, 1));
        var state = voter.Describe(TimeSpan.FromSeconds(4), null, null, 1000);
        var (five, four) = (Session(S5, "five", 4, 1), Session(S4, null, 3, 3));
        Assert.Equal([five, four], state.Sessions);
        Assert.Equal(0, state.MoreSessions);
        state = voter.Describe(TimeSpan.FromSeconds(4), null, null, 200);
        Assert.Equal([five], state.Sessions);
        Assert.Equal(1, state.MoreSessions);
        Assert.Empty(voter.Describe(default, "a", null, 1000).Sessions);
        Assert.Empty(voter.Describe(default, null, "0", 1000).Sessions);

        static SessionState Session(SessionId id, string? holder, int age, int sinceBeat) =>
            new(id, holder, TimeSpan.FromSeconds(age), TimeSpan.FromSeconds(sinceBeat));
    }

    [Fact]
    public void The_state_of_a_name_names_those_that_have_the_vote_first()
    {
        _voter.Gets(5, Want(S5, 1, 2) with { Purpose = "night" });
        _voter.Now = TimeSpan.FromSeconds(3);
        _voter.Gets(4, Want(S4, 1, 1));
        var state = _rules.Describe(TimeSpan.FromSeconds(4), null, null, 1000);
        Assert.True(state is { IsVoting: true, IsLast: true });
        var name = Assert.Single(state.Names);
        Assert.Equal("a", name.Name);
        var left = TimeSpan.FromSeconds(7);
        Assert.Equal(
            [
                new ClaimState(S5, null, "night", 1, VoteMode.Exclusive, true, 0, TimeSpan.FromSeconds(4), left),
                new ClaimState(S4, null, null, 1, VoteMode.Exclusive, false, 0, TimeSpan.FromSeconds(1), left),
            ],
            name.Claims);
        Assert.Empty(_rules.Describe(default, "b", null, 1000).Names);
        Assert.Empty(_rules.Describe(default, null, "a", 1000).Names);
    }

    private static Request Want(SessionId session, long number, long clock, VoteMode mode = VoteMode.Exclusive) =>
        new(session, number, "a", mode, new Ticket(clock, session));
}
