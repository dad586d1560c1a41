using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Exploring;

/// <summary>How an exploration ends.</summary>
public sealed class ExplorerTests
{
    [Fact]
    public void It_gives_up_after_the_most_states_and_says_so()
    {
        var exploration = new Explorer(new(MutexAlgorithms.RicartAgrawala.InLab(), 3, 1) { MostStates = 1000 }).Run();
        Assert.Equal(
            (ExplorationEnding.TooManyStates, 1000, null), (exploration.Ending, exploration.States, exploration.Finding));
    }

    [Fact]
    public void As_many_states_as_there_are_is_enough()
    {
        var exploration = new Explorer(new(MutexAlgorithms.RicartAgrawala.InLab(), 2, 1) { MostStates = 35 }).Run();
        Assert.Equal((ExplorationEnding.Complete, 35), (exploration.Ending, exploration.States));
    }

    [Fact]
    public void Stopped_it_says_so()
    {
        var exploration = new Explorer(new(MutexAlgorithms.RicartAgrawala.InLab(), 3, 1)).Run(
            new CancellationToken(canceled: true));
        Assert.Equal((ExplorationEnding.Stopped, null), (exploration.Ending, exploration.Finding));
    }
}
