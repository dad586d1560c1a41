using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Tests.Quorum;

/// <summary>It measures the memory of the whole process, so nothing else runs beside it.</summary>
[CollectionDefinition(nameof(RoomTests), DisableParallelization = true)]
[Collection(nameof(RoomTests))]
public sealed class RoomTests
{
    private static readonly QuorumTerms Terms = new(3);

    [Fact]
    public void A_hundred_thousand_names_that_are_idle_again_take_no_memory()
    {
        Use(new QuorumNet(clients: 1), 1, 100_000); // the pools of the runtime keep their largest arrays
        var net = new QuorumNet(clients: 1);
        Use(net, 1, 1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Use(net, 1_001, 100_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after < before * 1.1, $"{after} bytes after {before}");
        GC.KeepAlive(net);

        static void Use(QuorumNet net, long first, int count)
        {
            for (var claim = first; claim < first + count; claim++)
            {
                net.Give(0, new Acquire(claim, $"name {claim}"));
                net.Give(0, new Leave(claim));
            }
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 400 * count, long.MaxValue); // the votes are kept
            net.Pass(20 * Terms.SessionLength);
            net.Trim();
        }
    }
}
