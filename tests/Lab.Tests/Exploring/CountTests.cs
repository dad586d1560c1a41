using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Exploring;

/// <summary>
/// The numbers of states, pinned: they are those of <c>docs/explorer.md</c>. A second program, written from that text alone,
/// has counted the same.
/// </summary>
public sealed class CountTests
{
    [Theory]
    [InlineData(1, 2, "", 5, 4, 4)]
    [InlineData(2, 1, "", 35, 46, 8)]
    [InlineData(2, 2, "", 194, 282, 16)]
    [InlineData(2, 3, "", 653, 1014, 24)]
    [InlineData(3, 1, "", 2879, 9070, 18)]
    [InlineData(3, 2, "", 75573, 252750, 36)]
    [InlineData(2, 1, "loss", 491, 1601, 14)]
    [InlineData(2, 2, "loss", 19529, 111940, 28)]
    [InlineData(2, 1, "duplicate", 212, 672, 8)]
    [InlineData(2, 2, "duplicate", 14300, 74391, 16)]
    [InlineData(2, 1, "loss duplicate", 1145, 5876, 10)]
    [InlineData(2, 2, "loss duplicate", 80857, 731404, 18)]
    [InlineData(2, 2, "withdraw", 2611, 8533, 16)]
    [InlineData(3, 1, "withdraw", 29287, 139941, 18)]
    [InlineData(2, 2, "in-order", 167, 225, 16)]
    [InlineData(2, 3, "in-order", 558, 803, 24)]
    [InlineData(3, 1, "in-order", 2101, 5545, 18)]
    [InlineData(2, 1, "in-order duplicate", 140, 340, 9)]
    public void Ricart_Agrawala_has_so_many_states_transitions_and_steps(
        int processes, int requests, string options, int states, long transitions, int depth)
    {
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        if (options.Contains("in-order", StringComparison.Ordinal))
            protocol = protocol with { Needs = protocol.Needs with { InOrder = true } };
        var exploration = new Explorer(new ExplorationSettings(protocol, processes, requests)
        {
            Loss = options.Contains("loss", StringComparison.Ordinal),
            Duplicate = options.Contains("duplicate", StringComparison.Ordinal),
            Withdraw = options.Contains("withdraw", StringComparison.Ordinal),
        }).Run();
        Assert.Equal((ExplorationEnding.Complete, null), (exploration.Ending, exploration.Finding));
        Assert.Equal((states, transitions, depth), (exploration.States, exploration.Transitions, exploration.Depth));
    }
}
