using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Tests.Locks;

/// <summary>What a lock whose votes are kept costs the garbage collector.</summary>
[Collection(nameof(LockMetricsTests))] // whoever listens to traces makes it cost more
public sealed class KeptLockAllocationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_kept_lock_costs_its_handle_its_claim_and_the_records_of_two_steps_and_nothing_else()
    {
        await using var group = await LockGroup.StartAsync(1, 1);
        var node = group.Member(0);
        await (await node.AcquireAsync("a", Patience)).DisposeAsync();
        // The least of many: a beat may come in between.
        Assert.InRange(Enumerable.Range(0, 20).Min(_ => BytesPerLock(node)), 1, 416);
    }

    private static double BytesPerLock(CoterieNode node)
    {
        const int Times = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            var asked = node.TryAcquireAsync("a", VoteMode.Exclusive, Patience, null);
            Assert.True(asked.IsCompletedSuccessfully);
            asked.Result!.Dispose();
        }
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}
