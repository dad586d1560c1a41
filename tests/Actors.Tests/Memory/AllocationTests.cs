using Akka.Actor;
using Coterie.Actors.Memory;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>What a variable that nobody locks costs the garbage collector.</summary>
public sealed class AllocationTests : VariableTest
{
    private const int Operations = 10_000;

    [Fact]
    public void A_plain_read_or_write_costs_its_answer_and_nothing_else()
    {
        Assert.InRange(BytesPerCommand(new Read(1, "x"), new Read(2, "x")), 1, 40);
        Assert.InRange(BytesPerCommand(new Write(1, "x", new(1)), new Write(2, "x", new(1))), 1, 40);
    }

    [Fact]
    public void In_a_batch_a_read_costs_nothing_and_a_write_its_message()
    {
        Assert.InRange(BytesPerCommandInBatch([(byte)'R']), 0, 1);
        Assert.InRange(BytesPerCommandInBatch([(byte)'W', 1, 0, 0, 0]), 1, 100);
    }

    private static double BytesPerCommand(params IVariableCommand[] commands)
    {
        var (variable, outbox) = (new Variable(), new Outbox());
        return Measure(() =>
        {
            foreach (var command in commands)
            {
                variable.On(Input.Of(new ProcessId(2), command), TimeSpan.Zero, outbox);
                outbox.Clear();
            }
        }) / commands.Length;
    }

    // Many commands, so that what the actor system needs for the batch does not count.
    private double BytesPerCommandInBatch(byte[] command)
    {
        const int Commands = 1000;
        var variable = ActorOfAsTestActorRef<VariableActor>(VariableActor.Props("y", Settings));
        byte[] input = [.. Enumerable.Repeat(command, Commands).SelectMany(bytes => bytes)];
        var batch = new CommandBatch();
        return Measure(() =>
        {
            batch.Take(input);
            variable.Receive(batch, ActorRefs.Nobody);
        }, Operations / Commands) / Commands;
    }

    private static double Measure(Action operation, int times = Operations)
    {
        for (var i = 0; i < 10; i++)
            operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
            operation();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }
}
