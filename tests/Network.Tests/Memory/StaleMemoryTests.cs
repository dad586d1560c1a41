using Akka.Actor;
using Coterie.Actors.Memory;
using Coterie.Actors.Nodes;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Networks;
using Coterie.Network.Tests.Parts;

namespace Coterie.Network.Tests.Memory;

/// <summary>
/// A judgement from end to end: clients in another process, their history, the judge. A wrong memory must be caught.
/// </summary>
public sealed class StaleMemoryTests
{
    [LinuxFact]
    public async Task A_memory_that_answers_from_a_stale_copy_is_caught()
    {
        var violated = Assert.IsType<Verdict.Violated>(await JudgeAsync(writesPerCopy: 3));
        Assert.Contains("These alone exclude each other:", violated.Explanation, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task The_same_memory_without_a_stale_copy_is_not() =>
        Assert.IsType<Verdict.Linearizable>(await JudgeAsync(writesPerCopy: 1));

    private static async Task<Verdict> JudgeAsync(int writesPerCopy)
    {
        var address = Loopback.Next();
        var system = Node.Start(Loopback.At(address, 4053), Program.Config());
        try
        {
            system.ActorOf(Props.Create(() => new StaleMemory(writesPerCopy)), MemoryActor.Name);
            using var recordings = new Recordings();
            recordings.Start(Loopback.NextPlace(), $"{address}:4053", operations: 100);
            var history = await recordings.EndAsync();
            Assert.True(history.Events.Count(e => e.Type == EventType.Ok) > 300, "clients must have been answered");
            return LinearizabilityJudge.Check(history, patience: TimeSpan.FromSeconds(30));
        }
        finally
        {
            await system.Terminate();
        }
    }
}
