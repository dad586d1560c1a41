using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>One trace for each rule that a client keeps. It is process 4; the test plays the three voters.</summary>
public sealed class QuorumClientTests
{
    private static readonly QuorumTerms Terms = new(3);
    private static readonly SessionId S = new(9);
    private static readonly Epoch E = new(7, 1);
    private static readonly Epoch Later = new(7, 2);

    private readonly QuorumClient _rules = new(new ProcessId(4), Terms, S);
    private readonly Machine _client;

    public QuorumClientTests() => _client = new Machine(_rules).Start();

    [Fact]
    public void Rule_1_a_beat_goes_to_every_voter_and_the_next_one_a_third_of_the_lease_later()
    {
        _client.Sends(ToAll(new Beat(S, 1, 1)));
        Assert.Contains((QuorumTimers.BeatDue(2), Terms.Lease / 3), _client.Timers);
        _client.Fires(QuorumTimers.BeatDue(2)).Sends(ToAll(new Beat(S, 2, 1)));
        Assert.Contains((QuorumTimers.BeatDue(3), Terms.Lease / 3), _client.Timers);
    }

    [Fact]
    public void Rule_1_a_beat_serves_all_locks_and_names_the_oldest_request_that_is_not_over()
    {
        Ready();
        Enter(1, "a");
        Enter(2, "b");
        _client.Fires(QuorumTimers.BeatDue(2)).Sends(ToAll(new Beat(S, 2, 1)));
        _client.Gives(new Leave(1)); // its votes are kept: they may still be at the voters
        _client.Fires(QuorumTimers.BeatDue(3)).Sends(ToAll(new Beat(S, 3, 1)));
        _client.Gets(1, new Inquire(S, 1, E, 1, false));
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Over(S, 1));
        _client.Fires(QuorumTimers.BeatDue(4)).Sends(ToAll(new Beat(S, 4, 2)));
    }

    [Fact]
    public void Rule_2_votes_count_until_a_lease_after_the_latest_beat_that_was_heard_was_sent()
    {
        Ready();
        Enter(1, "a");
        Assert.Equal(Seconds(10), _rules.DeadlineOf(1));
        _client.Now = Seconds(3);
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Now = Seconds(5);
        _client.Gets(1, new Heard(S, 2, E, 0)); // sent at 3 s
        Assert.Equal(Seconds(10), _rules.DeadlineOf(1)); // of two voters, the earlier one
        _client.Gets(2, new Heard(S, 2, E, 0));
        Assert.Equal(Seconds(13), _rules.DeadlineOf(1));
        _client.Now = Seconds(13) - TimeSpan.FromTicks(1);
        _client.Gives(new GiveUp(99));
        Assert.NotNull(_rules.DeadlineOf(1));
        _client.Now = Seconds(13);
        _client.Gives(new GiveUp(99));
        Assert.Contains(new Lost(At(1)), _client.Said); // no timer has fired
        Assert.Null(_rules.DeadlineOf(1));
    }

    [Fact]
    public void Rule_2_a_late_answer_to_an_earlier_beat_changes_nothing()
    {
        Ready();
        Enter(1, "a");
        _client.Now = Seconds(3);
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, E, 0)).Gets(2, new Heard(S, 2, E, 0));
        _client.Now = Seconds(9);
        _client.Gets(1, new Heard(S, 1, E, 0)).Gets(2, new Heard(S, 1, E, 0)); // late
        Assert.Equal(Seconds(13), _rules.DeadlineOf(1));
        _client.Now = Seconds(12);
        _client.Gets(1, new Heard(S, 1, E, 0)).Gets(2, new Heard(S, 1, E, 0)); // over
        Assert.Equal(Seconds(13), _rules.DeadlineOf(1));
    }

    [Fact]
    public void Rule_2_a_vote_that_has_stopped_counting_never_counts_again()
    {
        Ready();
        Enter(1, "a");
        _client.Now = Seconds(9);
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Fires(QuorumTimers.BeatOver(1)).Says(new Lost(At(1)));
        _client.Gets(1, new Heard(S, 2, E, 0)).Gets(2, new Heard(S, 2, E, 0)).Says(); // late
        Assert.Equal([false, false, false], _rules.Answers(_client.Now));
        _client.Gives(new Acquire(2, "a"));
        _client.Gets(1, new Grant(S, 2, E, 1, 1)).Gets(2, new Grant(S, 2, E, 1, 1)).Says();
        _client.Fires(QuorumTimers.BeatDue(3)).Sends(ToAll(new Beat(S, 3, 2, Lapsed: E)));
    }

    [Fact]
    public void Rule_2_another_epoch_ends_the_votes_of_that_voter_and_only_a_fresh_beat_begins_it()
    {
        Ready();
        Enter(1, "a"); // by voters 1 and 2
        _client.Gets(3, new Grant(S, 1, E, 1, 0));
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, Later, 0)).Says();
        Assert.Contains((QuorumTimers.BeatDue(3), TimeSpan.Zero), _client.Timers);
        _client.Gets(1, new Heard(S, 2, Later, 0)).Sends();
        _client.Gets(1, new Grant(S, 1, Later, 1, 0)).Says(); // which epoch is the later is not known yet
        _client.Fires(QuorumTimers.BeatDue(3));
        _client.Gets(1, new Heard(S, 3, Later, 0)).Sends((1, Want(1, "a", 1) with { Inside = 1 }));
        _client.Gets(3, new Heard(S, 3, Later, 0)).Says(new Lost(At(1))); // voter 2 alone is left
    }

    [Fact]
    public void Rule_6_a_request_goes_to_all_that_answer_as_soon_as_a_majority_does()
    {
        _client.Gives(new Acquire(1, "a")).Sends();
        _client.Gets(2, new Heard(S, 1, E, 41)).Sends();
        _client.Gets(1, new Heard(S, 1, E, 5)).Sends((1, Want(1, "a", 42)), (2, Want(1, "a", 42)));
        _client.Gets(3, new Heard(S, 1, E, 0)).Sends((3, Want(1, "a", 42)));
    }

    [Fact]
    public void Rule_6_it_is_repeated_to_those_that_have_not_given_their_vote()
    {
        Ready();
        _client.Gives(new Acquire(1, "a")).Sends(ToAll(Want(1, "a", 1)));
        _client.Gets(1, new Queued(S, 1, E)).Gets(2, new Grant(S, 1, E, 1, 0));
        _client.Fires(TimerId.Resend).Sends((1, Want(1, "a", 1)), (3, Want(1, "a", 1)));
        Assert.Contains((TimerId.Resend, Terms.Lease / 3), _client.Timers);
    }

    [Fact]
    public void Rule_9_a_client_that_waits_yields_to_a_better_request_and_keeps_its_vote_from_a_worse_one()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 0)).Says();
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: false)).Sends();
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true)).Sends((1, new Yield(S, 1, E, 1)));
        _client.Gets(2, new Grant(S, 1, E, 1, 0)).Says(); // the vote of voter 1 is gone
    }

    [Fact]
    public void Rule_9_a_late_copy_of_a_grant_does_not_bring_a_yielded_vote_back()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true)).Sends((1, new Yield(S, 1, E, 1))); // before the grant
        _client.Gets(1, new Grant(S, 1, E, 1, 0));
        _client.Gets(2, new Grant(S, 1, E, 1, 0)).Says();
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true)).Sends((1, new Yield(S, 1, E, 1))); // a copy
        _client.Gets(1, new Grant(S, 1, E, 2, 0)).Says(Entered(1, 1)); // a new vote
    }

    // Whoever waited for the vote may be gone by then, so that the voter does not inquire again.
    [Fact]
    public void Rule_9_a_yielded_vote_that_is_granted_again_is_yielded_again_because_the_yield_may_be_lost()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true)).Sends((1, new Yield(S, 1, E, 1)));
        _client.Gets(1, new Grant(S, 1, E, 1, 0)).Sends((1, new Yield(S, 1, E, 1)));
    }

    [Fact]
    public void Rule_9_a_client_that_is_inside_yields_to_nobody()
    {
        Ready();
        Enter(1, "a");
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true)).Sends().Says();
        _client.Gives(new Leave(1)).Says(new Left(At(1))).Sends(ToAll(new Release(S, 1, "a", 1)));
    }

    [Fact]
    public void Rule_10_a_client_that_stays_asks_the_other_voters_and_says_that_it_is_inside()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 4)).Says();
        _client.Gets(2, new Grant(S, 1, E, 1, 4)).Says(Entered(1, 5));
        _client.Fires(TimerId.Resend).Sends((3, Want(1, "a", 1) with { Inside = 5 }));
        _client.Gets(3, new Grant(S, 1, E, 1, 2)).Sends((3, new Raise(S, 1, E, 1, 4))).Says();
        _client.Gets(3, new Raised(S, 1, E, 1, 4));
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(2, new Heard(S, 2, E, 1)).Gets(3, new Heard(S, 2, E, 1));
        _client.Fires(QuorumTimers.BeatOver(1)).Says(); // voter 1 has crashed; it costs nothing
        Assert.NotNull(_rules.DeadlineOf(1));
    }

    [Fact]
    public void Rule_11_a_release_goes_to_all_again_until_it_is_answered()
    {
        Ready();
        Enter(1, "a");
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: false));
        var release = new Release(S, 1, "a", 1);
        _client.Gives(new Leave(1)).Sends(ToAll(release));
        _client.Gets(2, new Over(S, 1));
        _client.Fires(TimerId.Resend).Sends((1, release), (3, release));
    }

    [Fact]
    public void Rule_11_a_vote_for_a_request_that_is_over_is_released()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        var release = new Release(S, 1, "a", 0);
        _client.Gives(new GiveUp(1)).Says(new Withdrawn(At(1))).Sends(ToAll(release));
        _client.Gets(1, new Grant(S, 1, E, 1, 0)).Sends().Says(); // the release is on its way
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Over(S, 1));
        _client.Gets(1, new Grant(S, 1, E, 1, 0)).Sends((1, new Release(S, 1, null, 0))); // it has forgotten the name
        _client.Gets(1, new Inquire(S, 1, E, 1, true)).Sends((1, new Release(S, 1, null, 0)));
    }

    [Fact]
    public void Rule_13_copies_of_a_grant_and_repeated_grants_of_one_voter_are_one_vote()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        for (var i = 0; i < 3; i++)
            _client.Gets(1, new Grant(S, 1, E, 1, 0)).Says();
        _client.Gets(1, new Grant(S, 1, E, 2, 0)).Says();
        _client.Gets(3, new Grant(S, 1, E, 1, 0)).Says(Entered(1, 1));
    }

    [Fact]
    public void Rule_15_uneven_floors_are_raised_to_the_largest_before_anybody_enters()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 3)).Sends();
        _client.Gets(2, new Grant(S, 1, E, 1, 7)).Sends((1, new Raise(S, 1, E, 1, 7))).Says();
        _client.Gets(1, new Raised(S, 1, E, 2, 7)).Says(); // of another vote
        _client.Gets(1, new Raised(S, 1, Later, 1, 7)).Says(); // of another epoch
        _client.Gets(1, new Raised(S, 1, E, 1, 7)).Says(Entered(1, 8));
    }

    [Fact]
    public void Rule_15_a_majority_with_the_largest_floor_is_enough_and_the_third_is_raised_beside_it()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 3));
        _client.Gets(2, new Grant(S, 1, E, 1, 7));
        _client.Gets(3, new Grant(S, 1, E, 1, 7)).Says(Entered(1, 8));
    }

    [Fact]
    public void Rule_18_a_token_is_the_number_and_the_count_of_entries_under_the_same_votes()
    {
        Ready();
        Enter(1, "a", floor: 4);
        _client.Gives(new Leave(1));
        _client.Gives(new Acquire(2, "a"));
        var entered = Assert.IsType<Entered>(_client.Said[^1]);
        Assert.Equal(new FencingToken(5, 1), entered.Token);
        Assert.Equal((5L << 20) + 1, entered.Token.Value);
    }

    [Fact]
    public void Rule_18_the_last_number_is_never_used()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, FencingToken.MostNumber));
        _client.Gets(2, new Grant(S, 1, E, 1, FencingToken.MostNumber)).Says();
    }

    [Fact]
    public void Rule_6_a_clock_that_cannot_go_on_stays()
    {
        _client.Gets(1, new Heard(S, 1, E, Ticket.MostClock)).Gets(2, new Heard(S, 1, E, 0));
        _client.Gives(new Acquire(1, "a")).Sends((1, Want(1, "a", Ticket.MostClock)), (2, Want(1, "a", Ticket.MostClock)));
    }

    [Fact]
    public void Rule_22_votes_are_kept_and_the_next_entry_costs_no_message()
    {
        Ready();
        Enter(1, "a");
        _client.Gives(new Leave(1)).Says(new Left(At(1))).Sends();
        _client.Gives(new Acquire(2, "a")).Sends().Says(
            new Asked(At(2), "a", VoteMode.Exclusive), new Entered(At(2), VoteMode.Exclusive, new FencingToken(1, 1)));
    }

    [Fact]
    public void Rule_22_kept_votes_are_released_when_a_voter_inquires()
    {
        Ready();
        Enter(1, "a");
        _client.Gives(new Leave(1));
        _client.Gets(2, new Inquire(S, 1, E, 1, IsBetter: false)).Sends(ToAll(new Release(S, 1, "a", 1)));
    }

    [Fact]
    public void Rule_22_votes_behind_which_somebody_waits_are_not_kept()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 0, IsAwaited: true)).Gets(2, new Grant(S, 1, E, 1, 0));
        _client.Gives(new Leave(1)).Sends(ToAll(new Release(S, 1, "a", 1)));
    }

    [Fact]
    public void Rule_22_votes_serve_so_many_entries_and_no_more()
    {
        var client = new Machine(new QuorumClient(new ProcessId(4), Terms with { MostEntries = 2 }, S)).Start();
        Ready(client);
        Enter(1, "a", client: client);
        client.Gives(new Leave(1)).Sends();
        client.Gives(new Acquire(2, "a"));
        client.Gives(new Leave(2)).Sends(ToAll(new Release(S, 1, "a", 1)));
    }

    [Fact]
    public void Rule_22_votes_that_nobody_uses_are_released_after_about_a_lease()
    {
        Ready();
        Enter(1, "a");
        _client.Gives(new Leave(1));
        for (var beat = 2; beat <= 4; beat++)
            _client.Fires(QuorumTimers.BeatDue(beat)).Sends(ToAll(new Beat(S, beat, 1)));
        _client.Fires(QuorumTimers.BeatDue(5)).Sends([.. ToAll(new Beat(S, 5, 1)), .. ToAll(new Release(S, 1, "a", 1))]);
    }

    [Fact]
    public void A_request_that_tries_once_is_told_when_others_need_the_votes()
    {
        Ready();
        var want = Want(1, "a", 1) with { TriesOnce = true };
        _client.Gives(new Acquire(1, "a", TriesOnce: true)).Sends(ToAll(want));
        _client.Gets(1, new Queued(S, 1, E)).Gets(2, new Queued(S, 1, E)).Says(); // they ask whoever has their vote
        _client.Gets(1, new Queued(S, 1, E, IsBusy: true)).Says();
        _client.Gets(1, new Queued(S, 1, E, IsBusy: true)).Says(); // voters are counted
        _client.Gets(2, new Queued(S, 1, E, IsBusy: true)).Says(new Behind(At(1)));
        _client.Gets(3, new Queued(S, 1, E, IsBusy: true)).Says(); // once
    }

    [Fact]
    public void A_request_that_tries_once_is_told_when_another_claim_of_its_own_client_goes_first()
    {
        Ready();
        Enter(1, "a");
        _client.Gives(new Acquire(2, "a", TriesOnce: true)).Sends()
            .Says(new Asked(At(2), "a", VoteMode.Exclusive), new Behind(At(2)));
    }

    [Fact]
    public void Whoever_needs_a_vote_says_so_when_the_other_request_tries_once()
    {
        Ready();
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, new Grant(S, 1, E, 1, 0));
        var inquire = new Inquire(S, 1, E, 1, IsBetter: false, TriesOnce: true);
        _client.Gets(1, inquire).Sends((1, new Busy(S, 1, E, 1))); // it waits
        _client.Gets(2, new Grant(S, 1, E, 1, 0)).Says(Entered(1, 1));
        _client.Gets(1, inquire with { IsBetter = true }).Sends((1, new Busy(S, 1, E, 1))); // it is inside
        _client.Gives(new Leave(1)).Sends(ToAll(new Release(S, 1, "a", 1)));
    }

    [Fact]
    public void Local_claims_queue_locally_and_the_next_request_goes_out_before_the_release()
    {
        Ready();
        Enter(1, "a");
        for (var claim = 2; claim <= 4; claim++)
            _client.Gives(new Acquire(claim, "a")).Sends();
        _client.Gives(new Leave(1)).Sends()
            .Says(new Left(At(1)), new Entered(At(2), VoteMode.Exclusive, new FencingToken(1, 1)));
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: false));
        _client.Gives(new Leave(2)).Sends([.. ToAll(Want(3, "a", 3)), .. ToAll(new Release(S, 1, "a", 1))]);
    }

    [Fact]
    public void Shared_mode_readers_of_one_client_ask_and_enter_together()
    {
        Ready();
        _client.Gives(new Acquire(1, "a", VoteMode.Shared)).Sends(ToAll(Want(1, "a", 1, VoteMode.Shared)));
        _client.Gives(new Acquire(2, "a", VoteMode.Shared)).Sends(ToAll(Want(2, "a", 2, VoteMode.Shared)));
        foreach (var voter in (int[])[1, 2])
        {
            _client.Gets(voter, new Grant(S, 1, E, 1, 0));
            _client.Gets(voter, new Grant(S, 2, E, 1, 0));
        }
        Assert.NotNull(_rules.DeadlineOf(1));
        Assert.NotNull(_rules.DeadlineOf(2));
    }

    [Fact]
    public void Shared_mode_shared_votes_are_not_kept_and_a_reader_does_not_enter_by_kept_exclusive_ones()
    {
        Ready();
        Enter(1, "a");
        _client.Gives(new Leave(1)).Sends();
        _client.Gives(new Acquire(2, "a", VoteMode.Shared))
            .Sends([.. ToAll(new Release(S, 1, "a", 1)), .. ToAll(Want(2, "a", 2, VoteMode.Shared))]);
        _client.Gets(1, new Grant(S, 2, E, 1, 1)).Gets(2, new Grant(S, 2, E, 1, 1));
        _client.Gives(new Leave(2)).Sends(ToAll(new Release(S, 2, "a", 2)));
    }

    [Fact]
    public void Shared_mode_a_reader_waits_behind_a_writer_of_its_own_client()
    {
        Ready();
        _client.Gives(new Acquire(1, "a", VoteMode.Shared));
        _client.Gets(1, new Grant(S, 1, E, 1, 0)).Gets(2, new Grant(S, 1, E, 1, 0));
        _client.Gives(new Acquire(2, "a")).Sends(ToAll(Want(2, "a", 2)));
        _client.Gives(new Acquire(3, "a", VoteMode.Shared)).Sends();
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static Timestamp At(long claim) => new(claim, new ProcessId(4));

    private static Entered Entered(long claim, long number) =>
        new(At(claim), VoteMode.Exclusive, new FencingToken(number));

    private static Request Want(long number, string name, long clock, VoteMode mode = VoteMode.Exclusive) =>
        new(S, number, name, mode, new Ticket(clock, S));

    private static (int To, IMessage Message)[] ToAll(IMessage message) => [(1, message), (2, message), (3, message)];

    // All voters have heard the first beat.
    private void Ready(Machine? client = null)
    {
        foreach (var voter in (int[])[1, 2, 3])
            (client ?? _client).Gets(voter, new Heard(S, 1, E, 0));
    }

    // Inside by the votes of voters 1 and 2.
    private void Enter(long claim, string name, long floor = 0, Machine? client = null)
    {
        client ??= _client;
        client.Gives(new Acquire(claim, name));
        client.Gets(1, new Grant(S, claim, E, 1, floor));
        client.Gets(2, new Grant(S, claim, E, 1, floor)).Says(Entered(claim, floor + 1));
    }
}
