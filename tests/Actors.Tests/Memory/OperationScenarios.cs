using Coterie.Actors.Memory;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>Operations on a variable of one server: the rules of a group's variables, behind the lock of the server.</summary>
public sealed class OperationScenarios : VariableTest
{
    private static readonly SessionId A = new(1);
    private static readonly SessionId B = new(2);

    [Fact]
    public async Task Operations_and_plain_commands_see_one_value()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, new Operate(1, "x", new Operation.Read(), A), Done(1, null, 0));
        await ExpectAsync(a, new Write(2, "x", new(5)), new Written(2));
        await ExpectAsync(a, new Operate(3, "x", new Operation.Add(2), A), Done(3, VariableValue.Of(7), 2));
        await ExpectAsync(a, new Read(4, "x"), new Current(4, new(7)));
        await ExpectAsync(a, Set(5, VariableValue.Of(8), null), new Operated(5, new Outcome.Mismatch(VariableValue.Of(7), 2)));
        await ExpectAsync(a, Set(6, VariableValue.Of(7), VariableValue.Of("seven")), Done(6, VariableValue.Of("seven"), 3));
        await ExpectAsync(a, new Read(7, "x"), new Refused(7, new Refusal.NoNumber()));
        var wrong = new Operated(8, new Outcome.WrongKind(VariableValue.Of("seven")));
        await ExpectAsync(a, new Operate(8, "x", new Operation.Add(1), A), wrong);
        await ExpectAsync(a, new Operate(9, "x", new Operation.Write(null), A), Done(9, null, 4));
        await ExpectAsync(a, new Read(10, "x"), new Current(10, default, IsNeverWritten: true));
        var large = VariableValue.Of(1L << 32);
        await ExpectAsync(a, new Operate(11, "x", new Operation.Write(large), A), Done(11, large, 5));
        await ExpectAsync(a, new Read(12, "x"), new Refused(12, new Refusal.NoNumber()));
        await ExpectAsync(a, new Write(13, "x", new(3)), new Written(13));
        await ExpectAsync(a, new Operate(14, "x", new Operation.Read(), A), Done(14, VariableValue.Of(3), 6));
    }

    [Fact]
    public async Task An_operation_that_comes_again_is_done_once_and_answered_as_before()
    {
        var (a, again) = (CreateTestProbe("a"), CreateTestProbe("again"));                          // on another connection
        await ExpectAsync(a, Add(1), Done(1, VariableValue.Of(1), 1));
        await ExpectAsync(a, new Write(2, "x", new(10)), new Written(2));
        await ExpectAsync(a, Add(3), Done(3, VariableValue.Of(11), 3));
        await ExpectAsync(again, Add(1) with { IsRepeated = true }, Done(1, VariableValue.Of(1), 1));
        await ExpectAsync(again, Add(1) with { Client = B }, Done(1, VariableValue.Of(12), 4));     // of another client
        await ExpectAsync(a, new Read(4, "x"), new Current(4, new(12)));
    }

    [Fact]
    public async Task After_32_others_nobody_can_tell_any_more_whether_an_operation_was_done()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, Add(1), Done(1, VariableValue.Of(1), 1));
        for (var id = 2; id <= 32; id++)
            await ExpectAsync(a, new Write(id, "x", new(id)), new Written(id));
        await ExpectAsync(a, Add(1) with { IsRepeated = true }, Done(1, VariableValue.Of(1), 1));
        await ExpectAsync(a, new Write(33, "x", new(33)), new Written(33));
        await ExpectAsync(a, Add(1) with { IsRepeated = true }, new Operated(1, new Outcome.Unknown()));
        await ExpectAsync(a, Add(34), Done(34, VariableValue.Of(34), 34));                          // it was not sent before
    }

    [Fact]
    public async Task An_operation_that_changes_something_waits_with_the_writers_and_one_that_reads_with_the_readers()
    {
        var (a, b, c) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, Settings.DefaultLease));
        await ExpectAsync(b, new Operate(1, "x", new Operation.Read(), B), Done(1, null, 0));       // beside the reader
        X.Tell(Add(2) with { Client = B }, b);                                                      // waits for it
        X.Tell(Add(2) with { Client = B }, b);                                                      // a copy gets no answer
        X.Tell(new Operate(1, "x", new Operation.Read(), A), c);                                    // waits for the writer
        await ExpectAsync(a, new Operate(2, "x", new Operation.Read(), A, Under: 1), Done(2, null, 0));
        await ExpectAsync(a, Add(3) with { Under = 1 }, new Refused(3, new Refusal.NotHeld()));     // a read lock
        await ExpectAsync(a, new Release(4, "x", 1), new Released(4));
        await b.ExpectMsgAsync(Done(2, VariableValue.Of(1), 1));
        await c.ExpectMsgAsync(Done(1, VariableValue.Of(1), 1));
        await FenceAsync(b);
    }

    [Fact]
    public async Task An_operation_with_a_smaller_fence_is_refused_unless_it_was_done_before()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, Add(1) with { Fence = new(5, new(1)) }, Done(1, VariableValue.Of(1), 1));
        await ExpectAsync(a, Add(2) with { Fence = new(6, new(1)) }, Done(2, VariableValue.Of(2), 2));
        await ExpectAsync(a, Add(3) with { Fence = new(5, new(1)) }, new Refused(3, new Refusal.Fenced(new(6, new(1)))));
        await ExpectAsync(a, Add(1) with { Fence = new(5, new(1)) }, Done(1, VariableValue.Of(1), 1));
        await ExpectAsync(a, new Read(4, "x"), new Current(4, new(2)));
    }

    [Fact]
    public async Task The_raw_port_reads_whole_numbers_alone_and_writes_over_whatever_is_there()
    {
        var (a, port) = (CreateTestProbe("a"), CreateTestProbe("port"));
        var text = VariableValue.Of("text");
        await ExpectAsync(a, new Operate(1, "x", new Operation.Write(text), A), Done(1, text, 1));
        var batch = new CommandBatch();
        batch.Take("R"u8);
        X.Tell(batch, port);
        Assert.Equal(new Refusal.NoNumber().ToString(), (await port.ExpectMsgAsync<CommandBatch>()).Refusal);
        batch.Take([(byte)'W', 9, 0, 0, 0, (byte)'R']);
        X.Tell(batch, port);
        Assert.Equal([(byte)'O', (byte)'K', 9, 0, 0, 0], (await port.ExpectMsgAsync<CommandBatch>()).Answers.ToArray());
    }

    [Fact]
    public void The_state_goes_through_a_codec_with_every_kind_of_value()
    {
        var (variable, outbox, codec) = (new Variable(), new Outbox(), new StateCodec());
        Operation[] operations =
        [
            new Operation.Add(3),
            new Operation.Write(VariableValue.Of("text")),
            new Operation.Write(null),
            new Operation.Add(1L << 40),
        ];
        for (var id = 1; id <= operations.Length; id++)
        {
            variable.On(Input.Of(new(2), new Write(100 + id, "x", new(id))), default, outbox);
            variable.On(Input.Of(new(2), new Operate(id, "x", operations[id - 1], A)), default, outbox);
            codec.Write();
            variable.Exchange(codec);
            var copy = new Variable();
            codec.Read(codec.Written);
            copy.Exchange(codec);
            Assert.Equal(variable.ToString(), copy.ToString());
            outbox.Clear();
            copy.On(Input.Of(new(2), new Operate(id, "x", operations[id - 1], A)), default, outbox);
            variable.On(Input.Of(new(2), new Operate(id, "x", operations[id - 1], A)), default, outbox);
            Assert.Equal(outbox.Items[0].Message, outbox.Items[1].Message);
            outbox.Clear();
        }
    }

    private static Operate Add(long id) => new(id, "x", new Operation.Add(1), A);

    private static Operate Set(long id, VariableValue? expected, VariableValue? value) =>
        new(id, "x", new Operation.CompareAndSet(expected, value), A);

    private static Operated Done(long id, VariableValue? value, long version) => new(id, new Outcome.Done(value, version));
}
