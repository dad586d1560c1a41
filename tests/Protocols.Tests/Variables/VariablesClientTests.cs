using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using Coterie.Tests.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Tests.Variables;

/// <summary>
/// Operations on variables: what each leads to, and that each is done once. The client is process 4; the test plays the three
/// voters, of which voter 3 stays silent.
/// </summary>
public sealed class VariablesClientTests
{
    private static readonly QuorumTerms Terms = new(3);
    private static readonly SessionId S = new(9);
    private static readonly SessionId Other = new(8);
    private static readonly Epoch E = new(7, 1);
    private static readonly VariableValue Five = VariableValue.Of(5);
    private static readonly Seen Unseen = new(S, 1, E, default);
    private static readonly Seen SeenByFew = new(S, 1, E, new(new(0, 1), Content(VariableValue.Of(4)).ToPayload()));
    private static readonly VariableValue Seven = VariableValue.Of(7);

    private readonly VariablesClient _rules = NewClient();
    private readonly Machine _client;
    private int _beats = 1;
    private Epoch _epoch = E;

    public VariablesClientTests() => _client = Ready(_rules);

    [Fact]
    public void A_write_stores_the_value_with_the_operation_and_is_done_when_a_majority_has_it()
    {
        Give(new Operation.Write(Five));
        var stored = Enter(1, VariableContent.None);
        Assert.Equal(Five, stored.Value);
        Assert.Equal([new Applied(Id(1), 0)], stored.Recent);
        Assert.Equal(Done(Five), Store());
    }

    [Fact]
    public void The_version_counts_the_operations_that_changed_the_variable()
    {
        Give(new Operation.Write(Five));
        Assert.Equal(3, Enter(1, Content(Seven, Id(2, Other), Id(1, Other))).Version);
        Store();
        Assert.Equal([new Operated(At(1), Done(Five, 3))], _client.Told);
        _client.Gives(new Operate(2, "x", new Operation.Write(null)));
        Assert.Equal(4, LastStored()!.Version);
        Store();
        Assert.Equal([new Operated(At(2), Done(null, 4))], _client.Told);
        _client.Gives(new Operate(3, "x", new Operation.CompareAndSet(Five, Seven)));
        Store();
        Assert.Equal([new Operated(At(3), new Outcome.Mismatch(null, 4))], _client.Told.OfType<Operated>());
    }

    [Fact]
    public void An_operation_that_others_have_followed_tells_its_own_version()
    {
        Give(new Operation.Add(3));
        var stored = Enter(1, Content(Five));
        Lose();
        Enter(2, stored.After(Seven, new Applied(Id(1, Other), 0)).After(Seven, new Applied(Id(2, Other), 0)));
        Store();
        Assert.Equal([new Operated(At(1), Done(VariableValue.Of(8), 1))], _client.Told);
    }

    [Fact]
    public void A_value_can_be_deleted_and_the_operation_stays_known()
    {
        Give(new Operation.Write(null));
        var stored = Enter(1, Content(Five, Id(1, Other)));
        Assert.Null(stored.Value);
        Assert.Equal([Id(1), Id(1, Other)], stored.Recent.Select(applied => applied.Id));
        Assert.Equal(Done(null), Store());
    }

    [Fact]
    public void A_read_takes_no_lock_if_a_majority_agrees()
    {
        _client.Gives(new Operate(1, "x", new Operation.Read()))
            .Sends((1, new Look(S, 1, "x")), (2, new Look(S, 1, "x")), (3, new Look(S, 1, "x")))
            .Says(new Begun(At(1), "x", new Operation.Read()));
        _client.Gets(1, Seen(Content(Five))).Gets(2, Seen(Content(Five)));
        Assert.Equal(Done(Five), Outcome());
    }

    [Fact]
    public void A_read_of_a_variable_that_nobody_has_written_finds_none()
    {
        _client.Gives(new Operate(1, "x", new Operation.Read()));
        _client.Gets(1, Unseen).Gets(2, Unseen);
        Assert.Equal(Done(null), Outcome());
    }

    [Fact]
    public void Rule_21_a_read_that_finds_no_majority_takes_a_turn_as_a_writer_and_stores_what_it_found()
    {
        _client.Gives(new Operate(1, "x", new Operation.Read()));
        _client.Gets(1, Seen(Content(Five))).Gets(2, Unseen).Gets(3, SeenByFew);
        Assert.Contains(_client.Sent, sent => sent.Message is Request { Number: 2, Mode: VoteMode.Exclusive, Name: "x" });
        var stored = Enter(2, Content(Five));
        Assert.Equal((Five, 0), (stored.Value, stored.Recent.Count));
        Assert.Equal(Done(Five), Store());
    }

    [Fact]
    public void A_compare_and_set_writes_if_the_value_is_the_expected_one()
    {
        Give(new Operation.CompareAndSet(Five, Seven));
        Assert.Equal(Seven, Enter(1, Content(Five)).Value);
        Assert.Equal(Done(Seven), Store());
    }

    [Fact]
    public void A_compare_and_set_may_expect_none_and_may_delete()
    {
        Give(new Operation.CompareAndSet(null, Five));
        Assert.Equal(Five, Enter(1, VariableContent.None).Value);
        Assert.Equal(Done(Five), Store());
        _client.Gives(new Operate(2, "x", new Operation.CompareAndSet(Five, null))); // by the votes that were kept
        Assert.Null(LastStored()!.Value);
        Assert.Equal(Done(null), Store());
    }

    [Fact]
    public void A_compare_and_set_that_does_not_match_changes_nothing_and_stores_what_it_found()
    {
        Give(new Operation.CompareAndSet(Five, Seven));
        var stored = Enter(1, Content(VariableValue.Of(6), Id(1, Other)));
        Assert.Equal((VariableValue.Of(6), Id(1, Other)), (stored.Value, Assert.Single(stored.Recent).Id));
        Assert.Equal(Mismatch(VariableValue.Of(6)), Store());
    }

    [Fact]
    public void An_equal_number_of_another_kind_does_not_match()
    {
        Give(new Operation.CompareAndSet(VariableValue.Of("5"), Seven));
        Enter(1, Content(Five));
        Assert.Equal(Mismatch(Five), Store());
    }

    [Theory]
    [InlineData(5, 3, 8)]
    [InlineData(5, -7, -2)]
    [InlineData(long.MaxValue, 1, long.MinValue)]
    public void An_addition_leads_to_the_sum(long before, long by, long sum)
    {
        Give(new Operation.Add(by));
        Assert.Equal(VariableValue.Of(sum), Enter(1, Content(VariableValue.Of(before))).Value);
        Assert.Equal(Done(VariableValue.Of(sum)), Store());
    }

    [Fact]
    public void An_addition_to_none_begins_at_0()
    {
        Give(new Operation.Add(3));
        Assert.Equal(VariableValue.Of(3), Enter(1, VariableContent.None).Value);
    }

    [Fact]
    public void An_addition_to_a_text_changes_nothing()
    {
        Give(new Operation.Add(3));
        Assert.Equal(VariableValue.Of("a"), Enter(1, Content(VariableValue.Of("a"))).Value);
        Assert.Equal(new Outcome.WrongKind(VariableValue.Of("a")), Store());
    }

    [Fact]
    public void Bytes_that_are_no_content_of_a_variable_are_left_as_they_are()
    {
        Give(new Operation.Write(Five));
        Assert.Null(Enter(1, new StampedValue(new(1, 1), Payload.Of([99]))));
        Assert.Equal(new Outcome.WrongKind(null), Store());
    }

    [Fact]
    public void The_purpose_of_a_claim_tells_nobody_the_value()
    {
        _client.Gives(new Operate(1, "x", new Operation.Write(VariableValue.Of("secret"))));
        Assert.All(_client.Sent, sent => Assert.Equal("write", Assert.IsType<Request>(sent.Message).Purpose));
    }

    [Fact]
    public void What_its_claims_do_is_for_observers_and_the_operation_ends_last()
    {
        Give(new Operation.Write(Five));
        var stored = Enter(1, VariableContent.None);
        _client.Gets(1, Stored()).Gets(2, Stored());
        Assert.Equal(
            [
                new ValueStored(At(1), new(new(2, 1), stored.ToPayload())),
                new Left(At(1)),
                new Operated(At(1), Done(Five, 1)),
            ],
            _client.Said);
        Assert.Equal([new Operated(At(1), Done(Five, 1))], _client.Told);
    }

    [Fact]
    public void A_number_that_was_used_is_refused()
    {
        Give(new Operation.Write(Five));
        var again = new Operate(1, "x", new Operation.Add(1));
        _client.Gives(again).Sends().Says(new OutOfTurn(again));
        _client.Gives(new Acquire(7, "lock")); // an ordinary claim
        var late = new Operate(7, "y", new Operation.Read());
        _client.Gives(late).Sends().Says(new OutOfTurn(late));
        Enter(1, VariableContent.None);
        Assert.Equal(Done(Five), Store());
    }

    [Fact]
    public void Whoever_wants_a_lock_gets_it_from_the_same_client()
    {
        _client.Gives(new Acquire(1, "lock"));
        _client.Gets(1, Grant(1)).Gets(2, Grant(1));
        Assert.Equal([new Entered(At(1), VoteMode.Exclusive, new FencingToken(2))], _client.Told);
        _client.Gives(new Leave(1));
        Assert.Equal([new Left(At(1))], _client.Told);
    }

    [Fact]
    public void An_attempt_that_is_lost_before_it_stores_is_made_again_with_the_next_number()
    {
        Give(new Operation.Read());
        _client.Gets(1, Seen(Content(Five))).Gets(2, Unseen).Gets(3, SeenByFew);
        Enter(2, Content(Five));
        Lose();
        Enter(3, Content(Seven, Id(1, Other)));
        Assert.Equal(Done(Seven), Store());
    }

    [Fact]
    public void A_lost_attempt_that_was_stored_is_not_done_twice()
    {
        Give(new Operation.Add(3));
        var stored = Enter(1, Content(Five));
        Lose();
        // Another client has added 10 since.
        var later = stored.After(VariableValue.Of(18), new Applied(Id(1, Other), 18));
        Assert.Equal(later.ToPayload(), Enter(2, later).ToPayload()); // it is only read, which stores it
        Assert.Equal(Done(VariableValue.Of(8)), Store());
    }

    [Fact]
    public void A_lost_attempt_that_was_not_stored_is_done_again()
    {
        Give(new Operation.Add(3));
        Enter(1, Content(Five, Id(1, Other)));
        Lose();
        Assert.Equal(VariableValue.Of(9), Enter(2, Content(VariableValue.Of(6), Id(2, Other), Id(1, Other))).Value);
        Assert.Equal(Done(VariableValue.Of(9)), Store());
    }

    [Fact]
    public void A_compare_and_set_that_was_stored_matched_although_its_value_is_gone()
    {
        Give(new Operation.CompareAndSet(Five, Seven));
        var stored = Enter(1, Content(Five));
        Lose();
        Enter(2, stored.After(VariableValue.Of(1), new Applied(Id(1, Other), 0)));
        Assert.Equal(Done(Seven), Store());
    }

    [Fact]
    public void A_compare_and_set_that_was_not_stored_may_mismatch_the_second_time_and_that_is_definite()
    {
        Give(new Operation.CompareAndSet(Five, Seven));
        Enter(1, Content(Five));
        Lose();
        Enter(2, Content(VariableValue.Of(1), Id(1, Other)));
        Assert.Equal(Mismatch(VariableValue.Of(1)), Store());
    }

    [Theory]
    [InlineData(31, true)] // fewer than are kept: none was forgotten
    [InlineData(32, false)]
    public void What_became_of_an_attempt_is_unknown_only_if_the_operations_since_are_too_many_to_tell(int others, bool isKnown)
    {
        Give(new Operation.Add(3));
        Enter(1, Content(Five));
        Lose();
        var later = Content(Five, [.. Enumerable.Range(1, others).Select(number => Id(number, Other))]);
        Ask(2, later);
        if (isKnown)
            Assert.Equal(VariableValue.Of(8), LastStored()!.Value);
        else
            Assert.Equal([new Operated(At(1), new Outcome.Unknown())], _client.Told);
        Assert.Equal(!isKnown, _client.Said.Contains(new Left(At(2))));
    }

    [Theory]
    [InlineData(31, true)] // the one before is the last of those that are kept
    [InlineData(32, false)]
    public void Of_many_operations_those_after_a_known_one_can_be_told(int since, bool isKnown)
    {
        var before = Enumerable.Range(1, 32).Select(number => Id(number, new SessionId(7))).ToArray();
        Give(new Operation.Add(3));
        Enter(1, Content(Five, before));
        Lose();
        OperationId[] later = [.. Enumerable.Range(1, since).Select(number => Id(number, Other)), .. before];
        Ask(2, Content(Five, later[..VariableContent.MostRecent]));
        if (isKnown)
            Assert.Equal(VariableValue.Of(8), LastStored()!.Value);
        else
            Assert.Equal([new Operated(At(1), new Outcome.Unknown())], _client.Told);
    }

    [Fact]
    public void Whoever_gives_up_while_it_looks_or_waits_has_done_nothing()
    {
        Give(new Operation.Read());
        _client.Gives(new GiveUp(1)).Says(new LookGivenUp(At(1)), new Operated(At(1), new Outcome.NotDone()));
        _client.Gives(new Operate(2, "x", new Operation.Write(Five)));
        _client.Gives(new GiveUp(2)).Says(new Withdrawn(At(2)), new Operated(At(2), new Outcome.NotDone()));
    }

    [Fact]
    public void Whoever_gives_up_while_it_stores_does_not_know()
    {
        Give(new Operation.Write(Five));
        Enter(1, VariableContent.None);
        _client.Gives(new GiveUp(1)).Says(new Left(At(1)), new Operated(At(1), new Outcome.Unknown()));
        _client.Gets(1, Stored()).Gets(2, Stored()).Says();
    }

    [Fact]
    public void Whoever_gives_up_while_it_waits_for_another_attempt_does_not_know()
    {
        Give(new Operation.Write(Five));
        Enter(1, VariableContent.None);
        Lose();
        _client.Gives(new GiveUp(1)).Says(new Withdrawn(At(2)), new Operated(At(1), new Outcome.Unknown()));
    }

    [Fact]
    public void Whoever_gives_up_while_it_stores_what_it_reads_has_done_nothing()
    {
        Give(new Operation.CompareAndSet(Five, Seven));
        Enter(1, Content(Seven));
        _client.Gives(new GiveUp(1)).Says(new Left(At(1)), new Operated(At(1), new Outcome.NotDone()));
    }

    [Fact]
    public void After_64_attempts_an_operation_ends()
    {
        Give(new Operation.Write(Five));
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            Enter(attempt, VariableContent.None);
            Assert.Empty(_client.Told);
            Lose(attempt == MostAttempts ? [new Operated(At(1), new Outcome.Unknown())] : []);
        }
    }

    [Fact]
    public void Operations_that_wait_for_the_same_votes_are_done_by_one_store()
    {
        Give(new Operation.Add(1));
        _client.Gives(new Operate(2, "x", new Operation.Add(1))).Sends();
        _client.Gives(new Operate(3, "x", new Operation.Write(Seven))).Sends();
        _client.Gives(new Operate(4, "y", new Operation.Write(Five)));
        var stored = Enter(1, VariableContent.None);
        Assert.Equal((Seven, 3), (stored.Value, stored.Version));
        Assert.Equal([new Applied(Id(3), 0), new Applied(Id(2), 2), new Applied(Id(1), 1)], stored.Recent);
        StoreAll([.. _client.Sent]);
        Assert.Equal(
            [
                new Operated(At(1), Done(VariableValue.Of(1), 1)),
                new Operated(At(2), Done(VariableValue.Of(2), 2)),
                new Operated(At(3), Done(Seven, 3)),
            ],
            _client.Told);
    }

    [Fact]
    public void One_that_changes_nothing_is_not_done_by_the_store_of_another()
    {
        Give(new Operation.Add(1));
        _client.Gives(new Operate(2, "x", new Operation.CompareAndSet(Five, Seven)));
        _client.Gives(new Operate(3, "x", new Operation.Add(1)));
        Enter(1, VariableContent.None);
        StoreAll([.. _client.Sent]);
        Assert.Equal(
            [
                new Operated(At(1), Done(VariableValue.Of(1), 1)),
                new Operated(At(2), new Outcome.Mismatch(VariableValue.Of(1), 1)),
            ],
            _client.Told.OfType<Operated>());
        Assert.Equal(VariableValue.Of(2), LastStored()!.Value);
    }

    [Fact]
    public void No_more_operations_are_done_by_one_store_than_the_value_names()
    {
        Give(new Operation.Add(1));
        for (var number = 2; number <= 40; number++)
            _client.Gives(new Operate(number, "x", new Operation.Add(1)));
        Assert.Equal(VariableValue.Of(VariableContent.MostRecent), Enter(1, VariableContent.None).Value);
        StoreAll([.. _client.Sent]);
        Assert.Equal(VariableContent.MostRecent, _client.Told.OfType<Operated>().Count());
        Assert.Equal(VariableValue.Of(40), LastStored()!.Value);
    }

    [Fact]
    public void If_the_store_is_lost_each_operation_looks_whether_it_was_done()
    {
        Give(new Operation.Add(1));
        _client.Gives(new Operate(2, "x", new Operation.Add(2)));
        var stored = Enter(1, Content(Five));
        Lose();
        Enter(3, stored.After(VariableValue.Of(9), new Applied(Id(1, Other), 9)));
        StoreAll([.. _client.Sent]);
        Assert.Equal(
            [
                new Operated(At(1), Done(VariableValue.Of(6), 1)),
                new Operated(At(2), Done(VariableValue.Of(8), 2)),
            ],
            _client.Told.OfType<Operated>());
    }

    [Fact]
    public void Whoever_gives_up_what_another_operation_stores_does_not_know()
    {
        Give(new Operation.Add(1));
        _client.Gives(new Operate(2, "x", new Operation.Add(2)));
        Enter(1, VariableContent.None);
        List<(int, IMessage)> sent = [.. _client.Sent];
        _client.Gives(new GiveUp(2)).Says(new Operated(At(2), new Outcome.Unknown()));
        StoreAll(sent);
        Assert.Equal([new Operated(At(1), Done(VariableValue.Of(1), 1))], _client.Told);
    }

    [Fact]
    public void If_the_one_that_stores_is_given_up_the_others_look_whether_they_were_done()
    {
        Give(new Operation.Add(1));
        _client.Gives(new Operate(2, "x", new Operation.Add(2)));
        var stored = Enter(1, VariableContent.None);
        _client.Gives(new GiveUp(1));
        Assert.Equal([new Operated(At(1), new Outcome.Unknown())], _client.Told.OfType<Operated>());
        Assert.Equal(stored.ToPayload(), LastStored()!.ToPayload());
        Store();
        Assert.Contains(new Operated(At(2), Done(VariableValue.Of(3), 2)), _client.Told);
    }

    [Fact]
    public void Rule_23_a_read_that_keeps_makes_a_copy_which_later_reads_read_without_a_message()
    {
        Give(new Operation.Read(Keeps: true));
        Assert.Contains(_client.Sent, sent => sent.Message is Request { Mode: VoteMode.Shared, TriesOnce: true });
        var content = new StampedValue(new(1, 1), Content(Five).ToPayload());
        _client.Gets(1, Grant(1) with { Stored = content }).Gets(2, Grant(1) with { Stored = content });
        Assert.Equal(Done(Five), Outcome());
        Assert.Equal(new VariableCopy(Five, 0, content.Stamp, Terms.Lease), _rules.CopyOf("x", TimeSpan.Zero));
        _client.Gives(new Operate(2, "x", new Operation.Read())).Sends();
        Assert.Equal(Done(Five), Outcome());
        Assert.Contains(_client.Said, said => said is CopyRead);
        _client.Gets(1, new Inquire(S, 1, E, 1, IsBetter: true));
        Assert.Contains(new CopyEnded("x"), _client.Told);
        Assert.Null(_rules.CopyOf("x", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_23_a_read_that_keeps_looks_instead_if_others_have_the_lock()
    {
        Give(new Operation.Read(Keeps: true));
        _client.Gets(1, new Queued(S, 1, E, IsBusy: true)).Gets(2, new Queued(S, 1, E, IsBusy: true));
        Assert.Contains(_client.Sent, sent => sent.Message is Release { Number: 1 });
        Assert.Contains(_client.Sent, sent => sent.Message is Look { Number: 2 });
        _client.Gets(1, Seen(Content(Five)) with { Number = 2 }).Gets(2, Seen(Content(Five)) with { Number = 2 });
        Assert.Equal(Done(Five), Outcome());
        Assert.Null(_rules.CopyOf("x", TimeSpan.Zero));
    }

    [Fact]
    public void Rule_23_a_read_whose_shared_votes_do_not_agree_takes_a_turn_as_a_writer_whose_votes_are_the_copy()
    {
        Give(new Operation.Read(Keeps: true));
        _client.Gets(1, Grant(1) with { Stored = new(new(1, 1), Content(Five).ToPayload()) }).Gets(2, Grant(1));
        Assert.Contains(_client.Sent, sent => sent.Message is Request { Number: 2, Mode: VoteMode.Exclusive });
        Enter(2, Content(Five));
        Assert.Equal(Done(Five), Store());
        Assert.Equal(Five, _rules.CopyOf("x", TimeSpan.Zero)?.Value);
        _client.Gives(new Operate(3, "x", new Operation.Write(Seven)));
        Assert.Contains(new CopyEnded("x"), _client.Told);
        Assert.Null(_rules.CopyOf("x", TimeSpan.Zero)); // it stores just now
        Assert.Equal(Done(Seven), Store());
        Assert.Equal(Seven, _rules.CopyOf("x", TimeSpan.Zero)?.Value);
    }

    [Fact]
    public void Rule_20_a_write_that_somebody_waits_for_stores_and_releases_and_looks_later_what_became_of_it()
    {
        Give(new Operation.Write(Five));
        _client.Gets(1, Grant(1) with { IsAwaited = true }).Gets(2, Grant(1));
        Assert.Equal(2, _client.Sent.Count(sent => sent.Message is Store { Releases: true }));
        _client.Gets(1, Stored() with { IsOver = true });
        _client.Gets(3, new Over(S, 1)).Gets(2, new Over(S, 1)); // it is unknown: voter 2 has not stored it
        Assert.Contains(_client.Sent, sent => sent.Message is Request { Number: 2 });
        Enter(2, Content(Five, Id(1)));
        Assert.Equal(Done(Five), Store());
    }

    [Fact]
    public void A_write_that_has_left_can_be_given_up()
    {
        Give(new Operation.Write(Five));
        _client.Gets(1, Grant(1) with { IsAwaited = true }).Gets(2, Grant(1));
        _client.Gives(new GiveUp(1));
        Assert.Equal(new Outcome.Unknown(), Outcome());
        _client.Gets(1, Stored() with { IsOver = true }).Gets(2, Stored() with { IsOver = true });
        Assert.Empty(_client.Said);
    }

    [Fact]
    public void The_state_is_written_and_read_back_in_the_middle_of_an_attempt()
    {
        var rules = NewClient();
        var client = Ready(rules);
        client.Gives(new Operate(1, "x", new Operation.CompareAndSet(null, Seven)));
        client.Gives(new Operate(2, "y", new Operation.Write(Five))).Gives(new Operate(3, "z", new Operation.Add(2)));
        client.Gets(1, Grant(1)).Gets(2, Grant(1));
        var codec = new StateCodec();
        codec.Write();
        rules.Exchange(codec);
        var bytes = codec.Written.ToArray();
        var copy = NewClient();
        codec.Read(bytes);
        copy.Exchange(codec);
        Assert.Equal(rules.ToString(), copy.ToString());
        codec.Write();
        copy.Exchange(codec);
        Assert.Equal(bytes, codec.Written.ToArray());
        var again = new Machine(copy);
        again.Gets(1, Stored()).Gets(2, Stored());
        Assert.Equal([new Operated(At(1), Done(Seven, 1))], again.Told);
    }

    private static VariablesClient NewClient() =>
        new(new ProcessId(4), S, new QuorumClient(new ProcessId(4), Terms, S));

    private static Machine Ready(IMachine rules)
    {
        var client = new Machine(rules).Start();
        foreach (var voter in (int[])[1, 2, 3])
            client.Gets(voter, new Heard(S, 1, E, 0));
        return client;
    }

    private static OperationId Id(long number, SessionId? client = null) => new(client ?? S, number);

    private static VariableContent Content(VariableValue value, params OperationId[] recent) =>
        new(value, recent.Length, [.. recent.Select(id => new Applied(id, 0))]);

    private static Timestamp At(long claim) => new(claim, new ProcessId(4));

    private static Grant Grant(long number) => new(S, number, E, 1, number);

    private static Stored Stored() => new(S, 1, E, 1, new(2, 1));

    private static Seen Seen(VariableContent content) => new(S, 1, E, new(new(1, 1), content.ToPayload()));

    // Operation 1.
    private void Give(Operation operation) => _client.Gives(new Operate(1, "x", operation));

    // The claim enters by the votes of voters 1 and 2; what it stores then, if that is the content of a variable.
    private VariableContent Enter(long claim, VariableContent content) =>
        Enter(claim, new StampedValue(new(1, 1), content == VariableContent.None ? null : content.ToPayload()))!;

    private VariableContent? Enter(long claim, StampedValue stored)
    {
        Ask(claim, stored);
        Assert.Equal(2, _client.Sent.Count(sent => sent.Message is Store));
        return LastStored();
    }

    private void Ask(long claim, VariableContent content) => Ask(claim, new StampedValue(new(1, 1), content.ToPayload()));

    private void Ask(long claim, StampedValue stored)
    {
        foreach (var voter in (int[])[1, 2])
            _client.Gets(voter, new Grant(S, claim, _epoch, 1, claim, Stored: stored));
        Assert.Contains(_client.Said, said => said is Entered);
    }

    private VariableContent? LastStored() => VariableContent.Of(
        _client.Sent.Select(sent => sent.Message).OfType<Store>().Last().Value.Value);

    // Voters 1 and 2 have stored what was sent to them last.
    private Outcome Store()
    {
        StoreAll([.. _client.Sent]);
        return Outcome();
    }

    private void StoreAll(IReadOnlyList<(int To, IMessage Message)> sent)
    {
        foreach (var (to, message) in sent.Where(sent => sent.Message is Store))
        {
            var store = (Store)message;
            _client.Gets(to, new Stored(S, store.Number, store.Epoch, store.Vote, store.Value.Stamp));
        }
    }

    // Without the version.
    private Outcome Outcome() => _client.Told.OfType<Operated>().Single().Outcome switch
    {
        Outcome.Done m => m with { Version = 0 },
        Outcome.Mismatch m => m with { Version = 0 },
        var other => other,
    };

    private static Outcome.Done Done(VariableValue? value, long version = 0) => new(value, version);

    private static Outcome.Mismatch Mismatch(VariableValue? value) => new(value, 0);

    // The votes of voters 1 and 2 stop counting, and a later beat begins their next epoch.
    private void Lose(params IOutput[] told)
    {
        _client.Fires(QuorumTimers.BeatOver(_beats));
        Assert.Contains(_client.Said, said => said is Lost);
        Assert.Equal(told, _client.Told);
        _client.Fires(QuorumTimers.BeatDue(++_beats));
        _epoch = new Epoch(7, _epoch.Number + 1);
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Heard(S, _beats, _epoch, 0));
    }
}
