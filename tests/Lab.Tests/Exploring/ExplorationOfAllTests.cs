using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Exploring;

/// <summary>
/// Every state of every algorithm at small sizes: never two inside, no dead end, and a way to the end from each.
/// </summary>
public sealed class ExplorationOfAllTests
{
    public static TheoryData<string, int, int, bool> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int, int, bool>();
            foreach (var algorithm in MutexAlgorithms.All)
            {
                sizes.Add(algorithm.Name, 2, 2, false);
                sizes.Add(algorithm.Name, 2, 3, false);
                sizes.Add(algorithm.Name, 3, 1, false);
                sizes.Add(algorithm.Name, 2, 2, true);
            }
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_is_wrong_with_any_state(string name, int processes, int requests, bool withdraw)
    {
        var exploration = new Explorer(
            new ExplorationSettings(ProtocolCatalogue.Find(name)!, processes, requests) { Withdraw = withdraw }).Run();
        Assert.Equal((ExplorationEnding.Complete, null), (exploration.Ending, exploration.Finding?.Text));
    }

    [Theory]
    [InlineData("central")]
    [InlineData("suzuki-kasami")]
    [InlineData("raymond")]
    [InlineData("naimi-trehel")]
    public void Nor_with_three_processes_that_may_give_up(string name) => Nothing_is_wrong_with_any_state(name, 3, 1, true);

    [Theory]
    [InlineData("chain", 3, 1)]
    [InlineData("chain root 2", 3, 2)]
    [InlineData("star", 4, 1)]
    [InlineData("1-3,3-2,3-4 root 4", 4, 1)]
    public void Nor_on_another_tree(string tree, int processes, int requests)
    {
        var protocol = MutexAlgorithms.Raymond.InLab().ChooseWorkload!(tree)!;
        var exploration = new Explorer(new ExplorationSettings(protocol, processes, requests)).Run();
        Assert.Equal((ExplorationEnding.Complete, null), (exploration.Ending, exploration.Finding?.Text));
    }

    [Fact]
    public void Lamport_breaks_on_channels_that_do_not_keep_the_order()
    {
        var unordered = MutexAlgorithms.Lamport with { Needs = MutexAlgorithms.Lamport.Needs with { InOrder = false } };
        var exploration = new Explorer(new ExplorationSettings(unordered.InLab(), 2, 1)).Run();
        Assert.Equal(MutexProperties.Exclusion, exploration.Finding?.Property);
    }
}
