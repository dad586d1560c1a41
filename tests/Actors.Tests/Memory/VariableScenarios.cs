using Coterie.Actors.Memory;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>What a variable does besides its lock: values, fences, limits, batches of plain commands.</summary>
public sealed class VariableScenarios : VariableTest
{
    public VariableScenarios()
        : base("coterie.memory.most-waiting = 3")
    {
    }

    [Fact]
    public async Task A_variable_is_0_until_it_is_written_and_then_what_was_written_last()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, new Read(1, "x"), new Current(1, default, IsNeverWritten: true));
        await ExpectAsync(a, new Write(2, "x", new(5)), new Written(2));
        await ExpectAsync(a, new Write(3, "x", new(int.MinValue)), new Written(3));
        await ExpectAsync(a, new Read(4, "x"), new Current(4, new(int.MinValue)));
    }

    [Fact]
    public async Task A_write_with_a_smaller_fence_than_one_seen_is_refused()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, Fenced(1, 1, new(5, new(1))), new Written(1));
        await ExpectAsync(b, Fenced(1, 2, new(5, new(2))), new Written(1));                         // a later section
        await ExpectAsync(a, Fenced(2, 3, new(5, new(1))), new Refused(2, new Refusal.Fenced(new(5, new(2)))));
        await ExpectAsync(b, Fenced(2, 4, new(5, new(2))), new Written(2));                         // the same section again
        await ExpectAsync(a, new Write(3, "x", new(5)), new Written(3));                            // no fence
        await ExpectAsync(a, Fenced(4, 6, new(4, new(9))), new Refused(4, new Refusal.Fenced(new(5, new(2)))));
        await ExpectAsync(a, new Read(5, "x"), new Current(5, new(5)));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_those_in_it_are_served()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        for (var id = 1; id <= 3; id++)
            X.Tell(new Read(id, "x"), b);
        await ExpectAsync(b, new Read(4, "x"), new Refused(4, new Refusal.QueueFull(3)));
        await ExpectAsync(b, new AcquireWrite(5, "x"), new Refused(5, new Refusal.QueueFull(3)));
        await ExpectAsync(a, new Write(2, "x", new(8), 1), new Written(2));                         // its holder need not wait
        await ExpectAsync(a, new Release(3, "x", 1), new Released(3));
        for (var id = 1; id <= 3; id++)
            await b.ExpectMsgAsync(new Current(id, new(8)));
    }

    [Fact]
    public async Task A_batch_waits_at_the_command_that_may_not_in_and_goes_on_from_there()
    {
        var (a, port) = (CreateTestProbe("a"), CreateTestProbe("port"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, Settings.DefaultLease));
        var batch = Batch([(byte)'R', (byte)'W', 9, 0, 0, 0, (byte)'R']);
        X.Tell(batch, port);                                                                        // reads, and waits to write
        await FenceAsync(port);
        await ExpectAsync(a, new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));
        await ExpectAsync(a, new Release(3, "x", 1), new Released(3));
        await port.ExpectMsgAsync(batch);
        Assert.Equal([0, 0, 0, 0, (byte)'O', (byte)'K', 9, 0, 0, 0], batch.Answers.ToArray());
    }

    [Fact]
    public async Task A_batch_that_is_let_in_with_other_readers_goes_on_after_them()
    {
        var (a, b, port) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("port"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        var batch = Batch([(byte)'R', (byte)'W', 9, 0, 0, 0, (byte)'R']);
        X.Tell(batch, port);                                                                        // waits to read
        X.Tell(new AcquireRead(1, "x"), b);                                                         // B waits, too
        await FenceAsync(b);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await b.ExpectMsgAsync(new Granted(1, Settings.DefaultLease));
        await ExpectAsync(b, new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));   // the batch waits to write
        await ExpectAsync(b, new Release(3, "x", 1), new Released(3));
        await port.ExpectMsgAsync(batch);
        Assert.Equal([0, 0, 0, 0, (byte)'O', (byte)'K', 9, 0, 0, 0], batch.Answers.ToArray());
    }

    [Fact]
    public async Task A_batch_that_was_withdrawn_comes_up_among_those_let_in_and_is_told_back_once()
    {
        var (a, b, port) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("port"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        X.Tell(new Read(1, "x"), b);
        var batch = Batch([(byte)'R', (byte)'R']);
        X.Tell(batch, port);
        X.Tell(new Read(2, "x"), b);
        X.Tell(new CommandBatch.Withdraw(batch), port);
        await port.ExpectMsgAsync(batch);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await b.ExpectMsgAsync(new Current(1, default, IsNeverWritten: true));
        await b.ExpectMsgAsync(new Current(2, default, IsNeverWritten: true));
        await FenceAsync(port);                                                                     // and no second copy
        Assert.Equal("withdrawn", batch.Refusal);
        Assert.Empty(batch.Answers.ToArray());
    }

    [Fact]
    public async Task A_batch_that_is_withdrawn_while_it_waits_is_told_back_and_not_carried_out()
    {
        var (a, port) = (CreateTestProbe("a"), CreateTestProbe("port"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        var batch = Batch([(byte)'W', 9, 0, 0, 0]);
        X.Tell(batch, port);
        X.Tell(new CommandBatch.Withdraw(batch), port);
        await port.ExpectMsgAsync(batch);
        Assert.NotNull(batch.Refusal);
        X.Tell(new CommandBatch.Withdraw(batch), port);                                             // again: nothing
        await FenceAsync(port);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await ExpectAsync(a, new Read(3, "x"), new Current(3, default, IsNeverWritten: true));
    }

    [Fact]
    public async Task A_batch_that_finds_the_queue_full_is_told_back_with_the_reason()
    {
        var (a, port) = (CreateTestProbe("a"), CreateTestProbe("port"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, Settings.DefaultLease));
        for (var id = 2; id <= 4; id++)
            X.Tell(new Read(id, "x"), a);
        var batch = Batch([(byte)'R']);
        X.Tell(batch, port);
        await port.ExpectMsgAsync(batch);
        Assert.Equal("3 commands wait for this variable already", batch.Refusal);
    }

    private static Write Fenced(long id, int value, Timestamp fence) => new(id, "x", new(value), Fence: fence);

    private static CommandBatch Batch(byte[] commands)
    {
        var batch = new CommandBatch();
        batch.Take(commands);
        return batch;
    }
}
