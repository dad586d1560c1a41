using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using Coterie.Tests.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;
using static Coterie.Protocols.Variables.VariablesProtocol;

namespace Coterie.Tests.Variables;

/// <summary>
/// Operations under a lock that the caller holds: claim 1 on the name x, by the votes of voters 1 and 2. The client is process 4;
/// the test plays the three voters.
/// </summary>
public sealed class HeldOperationsTests
{
    private static readonly SessionId S = new(9);
    private static readonly Epoch E = new(7, 1);
    private static readonly VariableValue Five = VariableValue.Of(5);

    private readonly VariablesClient _rules =
        new(new ProcessId(4), S, new QuorumClient(new ProcessId(4), new QuorumTerms(3), S));

    private readonly Machine _client;

    public HeldOperationsTests()
    {
        _client = new Machine(_rules).Start();
        foreach (var voter in (int[])[1, 2, 3])
            _client.Gets(voter, new Heard(S, 1, E, 0));
    }

    [Fact]
    public void A_write_stores_by_the_votes_of_the_lock_which_stays_held()
    {
        Lock();
        Give(2, new Operation.Write(Five));
        Assert.Equal([(1, 1L), (2, 1L)], _client.Sent.Select(sent => (sent.To, ((Store)sent.Message).Number)));
        Store(1);
        Assert.Equal([Ended(2, new Outcome.Done(Five, 1))], _client.Told);
        _client.Gives(new Leave(1)).Says(new Left(At(1)));
    }

    [Fact]
    public void A_read_stores_what_was_there_and_a_second_one_needs_no_message()
    {
        Lock(Content(Five));
        Give(2, new Operation.Read());
        Store(1);
        Assert.Equal([Ended(2, new Outcome.Done(Five, 1))], _client.Told);
        Give(3, new Operation.Read());
        Assert.Empty(_client.Sent);
        Assert.Equal([Ended(3, new Outcome.Done(Five, 1))], _client.Told);
    }

    [Fact]
    public void Operations_follow_one_another()
    {
        Lock(Content(Five));
        Give(2, new Operation.Add(1));
        _client.Gives(new OperateHeld(3, 1, new Operation.CompareAndSet(VariableValue.Of(6), Five))).Sends();
        _client.Gives(new OperateHeld(4, 1, new Operation.CompareAndSet(VariableValue.Of(6), null))).Sends();
        Store(1);
        Assert.Equal([Ended(2, new Outcome.Done(VariableValue.Of(6), 2))], _client.Told);
        Store(2);
        Assert.Equal([Ended(3, new Outcome.Done(Five, 3)), Ended(4, new Outcome.Mismatch(Five, 3))], _client.Told);
    }

    [Fact]
    public void Without_the_lock_nothing_is_done()
    {
        Give(1, new Operation.Write(Five));
        Assert.Empty(_client.Sent);
        Assert.Equal([Ended(1, new Outcome.NotDone())], _client.Told);
    }

    [Fact]
    public void A_shared_lock_only_reads()
    {
        _client.Gives(new Acquire(1, "x", VoteMode.Shared));
        Enter(Content(Five));
        var write = new OperateHeld(2, 1, new Operation.Write(null));
        _client.Gives(write).Sends().Says(new OutOfTurn(write));
        Give(2, new Operation.Read());
        Assert.Equal([Ended(2, new Outcome.Done(Five, 1))], _client.Told);
    }

    [Fact]
    public void A_number_that_was_used_is_refused()
    {
        Lock();
        Give(5, new Operation.Write(Five));
        Assert.Equal(5, _rules.LastNumber);
        var (again, plain) = (new OperateHeld(5, 1, new Operation.Read()), new Operate(4, "y", new Operation.Read()));
        _client.Gives(again).Sends().Says(new OutOfTurn(again));
        _client.Gives(plain).Sends().Says(new OutOfTurn(plain));
    }

    [Fact]
    public void If_the_lock_is_lost_what_was_being_stored_is_unknown_and_the_rest_was_not_done()
    {
        Lock();
        Give(2, new Operation.Write(Five));
        _client.Gives(new OperateHeld(3, 1, new Operation.Add(1)));
        _client.Fires(QuorumTimers.BeatOver(1));
        Assert.Equal(
            [new Lost(At(1)), Ended(2, new Outcome.Unknown()), Ended(3, new Outcome.NotDone())], _client.Told);
        Give(4, new Operation.Write(Five));
        Assert.Equal([Ended(4, new Outcome.NotDone())], _client.Told);
    }

    [Fact]
    public void If_the_lock_is_given_back_meanwhile_it_is_the_same()
    {
        Lock(Content(Five));
        Give(2, new Operation.Read());
        _client.Gives(new OperateHeld(3, 1, new Operation.Add(1)));
        _client.Gives(new Leave(1));
        Assert.Equal(
            [new Left(At(1)), Ended(2, new Outcome.NotDone()), Ended(3, new Outcome.NotDone())], _client.Told);
    }

    [Fact]
    public void Whoever_gives_up_does_not_know_and_the_next_one_waits_until_it_is_stored()
    {
        Lock();
        Give(2, new Operation.Write(Five));
        _client.Gives(new OperateHeld(3, 1, new Operation.Add(1)));
        _client.Gives(new OperateHeld(4, 1, new Operation.Add(2)));
        _client.Gives(new GiveUp(2)).Sends().Says(Ended(2, new Outcome.Unknown()));
        _client.Gives(new GiveUp(3)).Sends().Says(Ended(3, new Outcome.NotDone()));
        Store(1);
        Assert.Empty(_client.Told);
        Store(2);
        Assert.Equal([Ended(4, new Outcome.Done(VariableValue.Of(7), 2))], _client.Told);
    }

    [Fact]
    public void The_state_is_written_and_read_back_while_one_runs_and_one_waits()
    {
        Lock();
        Give(2, new Operation.Write(Five));
        _client.Gives(new OperateHeld(3, 1, new Operation.Add(1)));
        var codec = new StateCodec();
        codec.Write();
        _rules.Exchange(codec);
        var bytes = codec.Written.ToArray();
        var copy = new VariablesClient(new ProcessId(4), S, new QuorumClient(new ProcessId(4), new QuorumTerms(3), S));
        codec.Read(bytes);
        copy.Exchange(codec);
        Assert.Equal(_rules.ToString(), copy.ToString());
        var again = new Machine(copy);
        again.Gets(1, Stored(1)).Gets(2, Stored(1));
        Assert.Equal([Ended(2, new Outcome.Done(Five, 1))], again.Told);
        again.Gets(1, Stored(2)).Gets(2, Stored(2));
        Assert.Equal([Ended(3, new Outcome.Done(VariableValue.Of(6), 2))], again.Told);
    }

    private static Timestamp At(long number) => new(number, new ProcessId(4));

    private static Operated Ended(long number, Outcome outcome) => new(At(number), outcome);

    private static VariableContent Content(VariableValue value) =>
        new(value, 1, [new Applied(new OperationId(new SessionId(8), 1), 0)]);

    private static Stored Stored(long count) => new(S, 1, E, 1, new(2, count));

    private void Lock(VariableContent? content = null)
    {
        _client.Gives(new Acquire(1, "x"));
        Enter(content);
    }

    private void Enter(VariableContent? content)
    {
        var stored = new StampedValue(new(content is null ? 0 : 1, content is null ? 0 : 1), content?.ToPayload());
        foreach (var voter in (int[])[1, 2])
            _client.Gets(voter, new Grant(S, 1, E, 1, 1, Stored: stored));
        Assert.IsType<Entered>(Assert.Single(_client.Told));
    }

    private void Give(long number, Operation operation) => _client.Gives(new OperateHeld(number, 1, operation));

    // Voters 1 and 2 store the value of that count.
    private void Store(long count) => _client.Gets(1, Stored(count)).Gets(2, Stored(count));
}
