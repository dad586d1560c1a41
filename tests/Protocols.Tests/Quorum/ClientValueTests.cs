using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// One trace for each rule about values that a client keeps. It is process 4; the test plays the three voters.
/// </summary>
public sealed class ClientValueTests
{
    private static readonly QuorumTerms Terms = new(3);
    private static readonly SessionId S = new(9);
    private static readonly Epoch E = new(7, 1);
    private static readonly Epoch Later = new(7, 2);
    private static readonly Payload One = Payload.Of([1]);
    private static readonly Payload Two = Payload.Of([2]);
    private static readonly StampedValue Old = new(new(3, 1), Payload.Of([9]));

    private readonly QuorumClient _rules = new(new ProcessId(4), Terms, S);
    private readonly Machine _client;

    public ClientValueTests()
    {
        _client = new Machine(_rules).Start();
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Heard(S, 1, E, 0));
    }

    [Fact]
    public void Rule_19_a_value_goes_to_all_votes_and_is_stored_when_a_majority_has_it()
    {
        Enter();
        _client.Gives(new StoreValue(1, One)).Sends((1, Store(1, One)), (2, Store(1, One))).Says();
        _client.Gets(1, Stored(1, 1)).Says();
        _client.Gets(1, Stored(1, 1)).Says(); // voters are counted
        _client.Gets(2, Stored(1, 1)).Says(new ValueStored(At(1), Value(1, One)));
        _client.Gets(2, Stored(1, 1)).Says(); // told once
        _client.Gives(new StoreValue(1, Two)).Sends((1, Store(2, Two)), (2, Store(2, Two)));
        _client.Gets(1, Stored(1, 1)).Gets(2, Stored(1, 1)).Says(); // of the value before
        _client.Gets(1, Stored(1, 2)).Gets(2, Stored(1, 2)).Says(new ValueStored(At(1), Value(2, Two)));
    }

    [Fact]
    public void Rule_19_a_vote_that_comes_later_gets_the_value_and_what_has_no_answer_is_sent_again()
    {
        Enter();
        _client.Gives(new StoreValue(1, One));
        _client.Gets(3, new Grant(S, 1, E, 1, 0)).Sends((3, Store(1, One)));
        _client.Gets(3, Stored(1, 1)).Says();
        _client.Fires(TimerId.Resend).Sends((1, Store(1, One)), (2, Store(1, One)));
        _client.Gets(1, Stored(1, 1)).Says(new ValueStored(At(1), Value(1, One)));
        _client.Fires(TimerId.Resend).Sends();
    }

    [Fact]
    public void Rule_19_an_answer_of_a_voter_whose_vote_has_lapsed_does_not_count()
    {
        Enter();
        _client.Gets(3, new Grant(S, 1, E, 1, 0));
        _client.Gives(new StoreValue(1, One));
        _client.Gets(1, Stored(1, 1)).Says();
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, Later, 0)).Says(); // it was restarted, and may have forgotten the value
        _client.Fires(QuorumTimers.BeatDue(3));
        _client.Gets(1, new Heard(S, 3, Later, 0)).Gets(2, new Heard(S, 3, E, 0)).Gets(3, new Heard(S, 3, E, 0));
        _client.Gets(1, Stored(1, 1)).Says(); // late
        _client.Gets(2, Stored(1, 1)).Says();
        _client.Gets(1, new Grant(S, 1, Later, 1, 0, Stored: Value(1, One)))
            .Says(new ValueStored(At(1), Value(1, One))); // its new vote says that it has it
    }

    [Fact]
    public void Rule_19_an_answer_that_names_another_vote_does_not_count()
    {
        Enter();
        _client.Gives(new StoreValue(1, One));
        _client.Gets(1, Stored(1, 1)).Says();
        _client.Gets(2, Stored(1, 1) with { Vote = 2 }).Says();
        _client.Gets(2, Stored(1, 1) with { Epoch = Later }).Says();
        _client.Gets(2, Stored(1, 1) with { Number = 2 }).Says();
        _client.Gets(2, Stored(1, 1)).Says(new ValueStored(At(1), Value(1, One)));
    }

    [Fact]
    public void Rule_19_only_who_is_inside_alone_and_stores_nothing_else_may_store()
    {
        Refuses(new StoreValue(1, One));
        _client.Gives(new Acquire(1, "a"));
        Refuses(new StoreValue(1, One)); // it waits
        _client.Gets(1, Grant()).Gets(2, Grant());
        _client.Gives(new StoreValue(1, One));
        Refuses(new StoreValue(1, Two));
        Refuses(new ReadValue(1));
        _client.Gives(new Acquire(2, "b", VoteMode.Shared));
        _client.Gets(1, Grant(2)).Gets(2, Grant(2));
        Refuses(new StoreValue(2, One));
    }

    [Fact]
    public void Rule_19_whoever_loses_the_lock_is_told_that_and_nothing_about_its_value()
    {
        Enter();
        _client.Gives(new StoreValue(1, One));
        _client.Gets(1, Stored(1, 1));
        _client.Now = Terms.Lease;
        _client.Gets(2, Stored(1, 1)).Says(new Lost(At(1)));
        _client.Gives(new StoreValue(1, One)).Says(new OutOfTurn(new StoreValue(1, One)));
    }

    [Fact]
    public void Rule_19_a_command_that_comes_with_the_loss_of_its_lock_is_answered_by_the_loss()
    {
        Enter();
        _client.Now = Terms.Lease;
        _client.Gives(new StoreValue(1, One)).Says(new Lost(At(1)));
        Assert.DoesNotContain(_client.Sent, sent => sent.Message is Store);
    }

    [Fact]
    public void Rule_20_a_client_starts_from_the_largest_stamp_of_its_votes()
    {
        var earlier = new StampedValue(new(2, 7), One);
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, Grant(floor: 3, stored: Old));
        Assert.Null(_rules.CurrentOf(1));
        _client.Gets(2, Grant(floor: 3, stored: earlier));
        Assert.Equal(Old, _rules.CurrentOf(1));
        _client.Gets(3, Grant(floor: 3, stored: new(new(3, 2), Two))); // of a holder that was cut off
        Assert.Equal(Old, _rules.CurrentOf(1));
    }

    [Fact]
    public void Rule_20_what_is_read_is_stored_first_under_the_own_token()
    {
        EnterAfter(Old);
        _client.Gives(new ReadValue(1)).Sends((1, Store(1, Old.Value, token: 4)), (2, Store(1, Old.Value, token: 4))).Says();
        _client.Gets(1, Stored(4, 1)).Says();
        _client.Gets(2, Stored(4, 1)).Says(new ValueRead(At(1), new(new(4, 1), Old.Value), IsSure: true));
        _client.Gives(new ReadValue(1)).Sends().Says(new ValueRead(At(1), new(new(4, 1), Old.Value), IsSure: true));
    }

    [Fact]
    public void Rule_20_what_was_stored_under_the_same_votes_is_read_without_a_message_also_by_the_next_claim()
    {
        Enter();
        _client.Gives(new StoreValue(1, One));
        _client.Gets(1, Stored(1, 1)).Gets(2, Stored(1, 1));
        _client.Gives(new ReadValue(1)).Sends().Says(new ValueRead(At(1), Value(1, One), IsSure: true));
        _client.Gives(new Leave(1)).Sends();
        _client.Gives(new Acquire(2, "a")).Sends();
        Assert.Equal(Value(1, One), _rules.CurrentOf(2));
        _client.Gives(new ReadValue(2)).Sends().Says(new ValueRead(At(2), Value(1, One), IsSure: true));
    }

    [Fact]
    public void Rule_20_a_value_whose_storing_was_not_awaited_is_stored_again_before_the_next_claim_reads_it()
    {
        Enter();
        _client.Gives(new StoreValue(1, One));
        _client.Gets(1, Stored(1, 1));
        _client.Gives(new Leave(1)).Sends();
        _client.Gives(new Acquire(2, "a")).Sends();
        Assert.Equal(Value(1, One), _rules.CurrentOf(2));
        _client.Gives(new ReadValue(2)).Sends((1, Store(2, One)), (2, Store(2, One)));
        _client.Gets(2, Stored(1, 1)).Says(); // late
        _client.Gets(1, Stored(1, 2)).Gets(2, Stored(1, 2)).Says(new ValueRead(At(2), Value(2, One), IsSure: true));
    }

    [Fact]
    public void Rule_20_under_a_shared_lock_a_read_is_sure_if_a_majority_carries_one_stamp()
    {
        _client.Gives(new Acquire(1, "a", VoteMode.Shared));
        _client.Gets(1, Grant(floor: 3, stored: Old)).Gets(2, Grant(floor: 3, stored: default));
        _client.Gives(new ReadValue(1)).Sends().Says(new ValueRead(At(1), Old, IsSure: false));
        _client.Gets(3, Grant(floor: 3, stored: Old));
        _client.Gives(new ReadValue(1)).Sends().Says(new ValueRead(At(1), Old, IsSure: true));
    }

    [Fact]
    public void Rule_20_under_a_shared_lock_what_a_voter_has_recovered_does_not_count()
    {
        _client.Gives(new Acquire(1, "a", VoteMode.Shared));
        _client.Gets(1, Grant(floor: 3, stored: Old)).Gets(2, Grant(floor: 3, stored: Old) with { IsRecovered = true });
        _client.Gives(new ReadValue(1)).Sends().Says(new ValueRead(At(1), Old, IsSure: false));
    }

    [Fact]
    public void Rule_21_what_a_voter_has_recovered_does_not_count()
    {
        _client.Gives(new LookAt(1, "a"));
        _client.Gets(1, Seen(Old)).Gets(2, Seen(Old) with { IsRecovered = true }).Says();
        _client.Gets(3, Seen(Old)).Says(new ValueRead(At(1), Old, IsSure: true));
    }

    [Fact]
    public void Rule_20_a_larger_stamp_that_only_a_minority_has_is_of_a_store_that_nobody_was_told_of()
    {
        _client.Gives(new Acquire(1, "a", VoteMode.Shared));
        _client.Gets(1, Grant(floor: 3, stored: Old)).Gets(2, Grant(floor: 3, stored: default)).Gets(3, Grant(floor: 3));
        _client.Gives(new ReadValue(1)).Says(new ValueRead(At(1), default, IsSure: true));
        _client.Gives(new LookAt(2, "a"));
        _client.Gets(1, Seen(Old) with { Number = 2 }).Gets(2, Seen(default) with { Number = 2 });
        _client.Gets(3, Seen(default) with { Number = 2 }).Says(new ValueRead(At(2), default, IsSure: true));
    }

    [Fact]
    public void Rule_21_a_look_is_sure_as_soon_as_a_majority_has_one_stamp()
    {
        _client.Gives(new LookAt(1, "a")).Sends((1, Look()), (2, Look()), (3, Look()));
        _client.Gets(1, Seen(Old)).Says();
        _client.Gets(1, Seen(Old)).Says(); // voters are counted
        _client.Gets(2, Seen(Old)).Says(new ValueRead(At(1), Old, IsSure: true));
        _client.Gets(3, Seen(default)).Says();
    }

    [Fact]
    public void Rule_21_a_name_that_nobody_has_stored_is_seen_as_none()
    {
        _client.Gives(new LookAt(1, "a"));
        _client.Gets(1, Seen(default)).Gets(3, Seen(default)).Says(new ValueRead(At(1), default, IsSure: true));
    }

    [Fact]
    public void Rule_21_a_look_is_not_sure_if_all_have_answered_and_no_majority_has_one_stamp()
    {
        _client.Gives(new LookAt(1, "a"));
        _client.Gets(1, Seen(Old)).Gets(2, Seen(default)).Says();
        _client.Gets(3, Seen(new(new(2, 1), One))).Says(new ValueRead(At(1), Old, IsSure: false));
    }

    [Fact]
    public void Rule_21_at_the_next_resending_a_look_waits_no_longer_for_a_minority()
    {
        _client.Gives(new LookAt(1, "a"));
        _client.Gets(1, Seen(Old));
        _client.Fires(TimerId.Resend).Sends((2, Look()), (3, Look())).Says();
        _client.Gets(2, Seen(default)).Says();
        _client.Fires(TimerId.Resend).Sends().Says(new ValueRead(At(1), Old, IsSure: false));
    }

    [Fact]
    public void Rule_21_an_answer_of_a_voter_that_may_have_lost_its_memory_since_does_not_count()
    {
        _client.Gives(new LookAt(1, "a"));
        _client.Gets(1, Seen(Old));
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, Later, 0));
        _client.Gets(2, Seen(Old)).Says();
        _client.Fires(QuorumTimers.BeatDue(3));
        _client.Gets(1, new Heard(S, 3, Later, 0)).Sends((1, Look())); // it is asked again
        _client.Gets(1, Seen(Old)).Says(); // of the epoch before
        _client.Gets(1, Seen(Old) with { Epoch = Later }).Says(new ValueRead(At(1), Old, IsSure: true));
    }

    [Fact]
    public void Rule_21_whoever_looks_before_a_voter_answers_beats_asks_it_as_soon_as_it_does()
    {
        var client = new Machine(new QuorumClient(new ProcessId(4), Terms, S)).Start();
        client.Gives(new LookAt(1, "a")).Sends();
        client.Gets(1, new Heard(S, 1, E, 0)).Sends((1, Look()));
        client.Gets(2, new Heard(S, 1, E, 0)).Sends((2, Look()));
        client.Gets(1, Seen(Old)).Gets(2, Seen(Old)).Says(new ValueRead(At(1), Old, IsSure: true));
    }

    [Fact]
    public void A_look_can_be_given_up_and_its_number_is_used()
    {
        _client.Gives(new LookAt(5, "a"));
        Assert.Equal(5, _rules.LastClaim);
        _client.Gives(new GiveUp(5)).Says(new LookGivenUp(At(5)));
        _client.Gets(1, Seen(Old) with { Number = 5 }).Gets(2, Seen(Old) with { Number = 5 }).Says();
        Refuses(new LookAt(5, "a"));
        Refuses(new Acquire(5, "a"));
    }

    private static StampedValue Value(long count, Payload? value) => new(new(1, count), value);

    private static Store Store(long count, Payload? value, long token = 1) =>
        new(S, 1, E, 1, "a", new(new(token, count), value));

    private static Stored Stored(long token, long count) => new(S, 1, E, 1, new(token, count));

    private static Grant Grant(long number = 1, long floor = 0, StampedValue stored = default) =>
        new(S, number, E, 1, floor, Stored: stored);

    private static Look Look() => new(S, 1, "a");

    private static Seen Seen(in StampedValue stored) => new(S, 1, E, stored);

    private static Timestamp At(long claim) => new(claim, new ProcessId(4));

    private void Refuses(ICommand command) => _client.Gives(command).Sends().Says(new OutOfTurn(command));

    // Inside by the votes of voters 1 and 2, with token 1.
    private void Enter()
    {
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, Grant()).Gets(2, Grant());
        Assert.Equal(default(StampedValue), _rules.CurrentOf(1));
    }

    // The same with token 4.
    private void EnterAfter(in StampedValue stored)
    {
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, Grant(floor: 3, stored: stored)).Gets(2, Grant(floor: 3));
    }
}
