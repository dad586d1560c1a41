using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Rule 23, copies of values, at a client; and rule 20, a last value that is stored with the release. The client is process 4;
/// the test plays the three voters.
/// </summary>
public sealed class ClientCopyTests
{
    private static readonly QuorumTerms Terms = new(3);
    private static readonly SessionId S = new(9);
    private static readonly Epoch E = new(7, 1);
    private static readonly Epoch Later = new(7, 2);
    private static readonly TimeSpan Lease = Terms.Lease;
    private static readonly StampedValue Old = new(new(3, 1), Payload.Of([9]));
    private static readonly StampedValue New = new(new(4, 1), Payload.Of([1]));

    private readonly QuorumClient _rules = new(new ProcessId(4), Terms, S);
    private readonly Machine _client;

    public ClientCopyTests()
    {
        _client = new Machine(_rules).Start();
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Heard(S, 1, E, 0));
    }

    [Fact]
    public void Rule_23_shared_votes_that_agree_are_kept_and_read_without_a_message()
    {
        Copy();
        Assert.Equal(new ValueCopy(Old, Lease), _rules.CopyOf("a", TimeSpan.Zero));
        _client.Gives(new ReadCopy(2, "a")).Sends().Says(new CopyRead(At(2), Old));
        Refuses(new ReadCopy(2, "a"));
        Refuses(new ReadCopy(3, "b"));
    }

    [Fact]
    public void Rule_23_a_copy_counts_until_the_beat_is_over_by_which_a_majority_of_its_votes_counts()
    {
        Copy();
        _client.Now = TimeSpan.FromSeconds(3);
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, E, 0));
        Assert.Equal(Lease, _rules.CopyOf("a", _client.Now)?.Deadline); // the other vote counts until then
        _client.Gets(3, new Heard(S, 2, E, 0)); // its vote is not here
        Assert.Equal(Lease, _rules.CopyOf("a", _client.Now)?.Deadline);
        _client.Gets(2, new Heard(S, 2, E, 0));
        Assert.Equal(Lease + _client.Now, _rules.CopyOf("a", _client.Now)?.Deadline);
        Assert.Null(_rules.CopyOf("a", Lease + _client.Now));
        _client.Now += Lease;
        Refuses(new ReadCopy(2, "a"), new CopyEnded("a"));
    }

    [Fact]
    public void Rule_23_votes_that_do_not_agree_are_no_copy()
    {
        Share();
        _client.Gets(1, Grant(Old)).Gets(2, Grant(default));
        _client.Gives(new Leave(1, KeepsCopy: true));
        Assert.Contains(_client.Sent, sent => sent.Message is Release);
        Assert.Null(_rules.CopyOf("a", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_23_a_copy_is_that_of_the_votes_that_agree_and_ends_with_one_of_them()
    {
        Share();
        _client.Gets(1, Grant(Old)).Gets(2, Grant(New)).Gets(3, Grant(Old));
        _client.Gives(new Leave(1, KeepsCopy: true)).Sends();
        Assert.Equal(Old, _rules.CopyOf("a", TimeSpan.Zero)?.Seen);
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, Later, 0)); // a majority of the votes counts yet
        Assert.Contains(new CopyEnded("a"), _client.Said);
        Assert.Null(_rules.CopyOf("a", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_23_the_copy_ends_before_the_votes_are_given_back_to_whoever_waits()
    {
        Copy();
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: false)).Says(new CopyEnded("a")).Sends(Releases());
        Refuses(new ReadCopy(2, "a"));
    }

    [Fact]
    public void Rule_23_votes_behind_which_somebody_waits_are_not_kept()
    {
        Share();
        _client.Gets(1, Grant(Old)).Gets(2, Grant(Old) with { IsAwaited = true });
        _client.Gives(new Leave(1, KeepsCopy: true)).Sends(Releases());
    }

    [Fact]
    public void Rule_23_a_claim_that_wants_the_name_alone_ends_the_copy_and_one_that_shares_does_not()
    {
        Copy();
        _client.Gives(new Acquire(2, "a", VoteMode.Shared));
        Assert.NotNull(_rules.CopyOf("a", TimeSpan.Zero));
        _client.Gives(new Acquire(3, "a"));
        Assert.Contains(new CopyEnded("a"), _client.Said);
        Assert.Contains(_client.Sent, sent => sent.Message is Release { Number: 1 });
        Assert.Contains(_client.Sent, sent => sent.Message is Request { Number: 3, Mode: VoteMode.Exclusive });
    }

    [Fact]
    public void Rule_23_a_copy_that_is_not_read_for_a_lease_is_given_back_and_one_that_is_read_stays()
    {
        Copy();
        for (var beat = 2; beat < 6; beat++)
        {
            Beat(beat);
            _client.Gives(new ReadCopy(beat, "a"));
        }
        for (var beat = 6; beat < 9; beat++)
            Beat(beat);
        Assert.NotNull(_rules.CopyOf("a", TimeSpan.Zero));
        _client.Fires(QuorumTimers.BeatDue(9));
        Assert.Contains(new CopyEnded("a"), _client.Said);
    }

    [Fact]
    public void Rule_23_all_copies_are_given_back_on_request()
    {
        Copy();
        _client.Gives(new GiveBackKept()).Says(new CopyEnded("a")).Sends(Releases());
    }

    [Fact]
    public void Rule_23_exclusive_votes_that_are_kept_after_a_store_are_a_copy_until_the_next_entry()
    {
        Enter();
        _client.Gives(new StoreValue(1, New.Value, Leaves: true));
        _client.Gets(1, Stored()).Gets(2, Stored()).Says(new ValueStored(At(1), New), new Left(At(1)));
        Assert.Equal(new ValueCopy(New, Lease), _rules.CopyOf("a", TimeSpan.Zero));
        _client.Gives(new Acquire(2, "a"));
        Assert.IsType<CopyEnded>(_client.Said[1]);
        Assert.Null(_rules.CopyOf("a", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_23_exclusive_votes_by_which_nothing_was_stored_are_no_copy()
    {
        Enter();
        _client.Gives(new Leave(1)).Sends();
        Assert.Null(_rules.CopyOf("a", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_20_a_claim_that_leaves_while_somebody_waits_stores_and_releases_in_one_message()
    {
        Enter(isAwaited: true);
        _client.Gives(new StoreValue(1, New.Value, Leaves: true))
            .Sends((1, LastStore()), (2, LastStore()), (3, Release())).Says(new Left(At(1)));
        _client.Gets(1, Stored() with { IsOver = true }).Says();
        _client.Fires(TimerId.Resend).Sends((2, LastStore()), (3, Release()));
        _client.Gets(2, Stored() with { IsOver = true }).Says(new ValueStored(At(1), New));
        _client.Gets(3, new Over(S, 1)).Says();
        _client.Fires(TimerId.Resend).Sends();
    }

    [Fact]
    public void Rule_20_a_claim_that_leaves_does_so_as_soon_as_somebody_waits()
    {
        Enter();
        _client.Gives(new StoreValue(1, New.Value, Leaves: true)).Says();
        _client.Gets(1, Stored()).Says();
        _client.Gets(2, new Inquire(S, 1, E, 1, IsBetter: true))
            .Sends((1, Release()), (2, LastStore()), (3, Release())).Says(new Left(At(1)));
        _client.Gets(2, Stored()).Says(new ValueStored(At(1), New)); // it answers the first message
        _client.Fires(TimerId.Resend).Sends((1, Release()), (2, Release()), (3, Release())); // the release has no answer yet
    }

    [Fact]
    public void Rule_20_an_answer_of_a_voter_that_may_have_lost_its_memory_since_does_not_count_of_a_last_value_either()
    {
        Enter(isAwaited: true);
        _client.Gives(new StoreValue(1, New.Value, Leaves: true));
        _client.Gets(1, Stored() with { IsOver = true });
        _client.Fires(QuorumTimers.BeatDue(2));
        _client.Gets(1, new Heard(S, 2, Later, 0)).Says(new StoreUnknown(At(1)));
        _client.Gets(2, Stored() with { IsOver = true }).Says();
    }

    [Fact]
    public void Rule_20_a_last_value_that_a_majority_cannot_have_stored_is_unknown()
    {
        Enter(isAwaited: true);
        _client.Gives(new StoreValue(1, New.Value, Leaves: true));
        _client.Gets(1, Stored() with { IsOver = true }).Says();
        _client.Gets(2, new Over(S, 1)).Says(new StoreUnknown(At(1)));
    }

    [Fact]
    public void Rule_20_what_is_read_by_storing_can_be_released_with_it()
    {
        Enter(isAwaited: true, stored: Old);
        _client.Gives(new ReadValue(1, Leaves: true)).Says(new Left(At(1)));
        var read = Assert.IsType<Store>(_client.Sent[0].Message);
        Assert.Equal((Old.Value, true), (read.Value.Value, read.Releases));
        foreach (var voter in (int[])[1, 2])
            _client.Gets(voter, Stored() with { Stamp = read.Value.Stamp, IsOver = true });
        _client.Says(new ValueRead(At(1), read.Value, IsSure: true));
    }

    [Fact]
    public void The_state_of_copies_and_last_values_is_written_and_read_back()
    {
        Copy();
        _client.Gives(new Acquire(2, "b"));
        foreach (var voter in (int[])[1, 2])
            _client.Gets(voter, Grant(default) with { Number = 2, Floor = 3, IsAwaited = true });
        _client.Gives(new StoreValue(2, New.Value, Leaves: true));
        _client.Gets(1, Stored() with { Number = 2, IsOver = true });
        var codec = new StateCodec();
        codec.Write();
        _rules.Exchange(codec);
        var bytes = codec.Written.ToArray();
        var copy = new QuorumClient(new ProcessId(4), Terms, S);
        codec.Read(bytes);
        copy.Exchange(codec);
        Assert.Equal(_rules.ToString(), copy.ToString());
        Assert.Equal(Old, copy.CopyOf("a", TimeSpan.Zero)?.Seen);
        new Machine(copy).Gets(2, Stored() with { Number = 2 }).Says(new ValueStored(At(2), New));
    }

    private static Timestamp At(long claim) => new(claim, new ProcessId(4));

    private static Grant Grant(in StampedValue stored) => new(S, 1, E, 1, 3, Stored: stored);

    private static Stored Stored() => new(S, 1, E, 1, New.Stamp);

    private static Store LastStore() => new(S, 1, E, 1, "a", New, Releases: true);

    private static Release Release() => new(S, 1, "a", 4);

    private static (int To, IMessage Message)[] Releases() => [(1, Release()), (2, Release()), (3, Release())];

    private void Refuses(ICommand command, params IOutput[] before) =>
        _client.Gives(command).Says([.. before, new OutOfTurn(command)]);

    private void Share() => _client.Gives(new Acquire(1, "a", VoteMode.Shared));

    // By the votes of voters 1 and 2.
    private void Copy()
    {
        Share();
        _client.Gets(1, Grant(Old)).Gets(2, Grant(Old));
        _client.Gives(new Leave(1, KeepsCopy: true)).Sends().Says(new Left(At(1)));
    }

    // Alone, by the votes of voters 1 and 2, with token 4.
    private void Enter(bool isAwaited = false, StampedValue stored = default)
    {
        _client.Gives(new Acquire(1, "a"));
        _client.Gets(1, Grant(stored) with { IsAwaited = isAwaited }).Gets(2, Grant(stored));
    }

    private void Beat(int beat)
    {
        _client.Fires(QuorumTimers.BeatDue(beat));
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Heard(S, beat, E, 0));
    }
}
