using Coterie.Lab.Exploring;
using Coterie.Lab.Memory;

namespace Coterie.Tests.Memory;

/// <summary>Every state of a few readers and writers keeps the promises of the memory.</summary>
public sealed class MemoryExplorationTests
{
    [Theory]
    [InlineData(1, 1, 1, 1_696)]
    [InlineData(2, 1, 1, 81_128)]
    [InlineData(1, 2, 1, 74_408)]
    [InlineData(1, 1, 2, 17_865)]
    public void Every_state_of_a_few_readers_and_writers_is_good(int readers, int writers, int requests, int states) =>
        Good(Settings(readers, writers, requests), states);

    [Fact]
    public void Whoever_waits_may_give_up() => Good(Settings(1, 1) with { Withdraw = true }, 3_712);

    [Fact]
    public void A_client_bears_loss_and_copies() =>
        Good(Settings(0, 1) with { Loss = true, Duplicate = true, Withdraw = true }, 5_345);

    [Fact]
    public void The_memory_and_its_client_may_crash_and_come_back() => Good(Settings(0, 1) with { Crashes = 2 }, 28_647);

    [Fact]
    public void A_reader_that_passes_a_waiting_writer_is_named_as_such()
    {
        var protocol = Lab.Catalogue.ProtocolCatalogue.FindExhibit("reader-passes-writer")!.Protocol;
        var finding = new Explorer(new ExplorationSettings(protocol, 4, 1)).Run().Finding!;
        Assert.Equal("Reader 3 is let in with read lock 1.3 while Writer 4 waits with write lock 1.4.", finding.Text);
    }

    private static ExplorationSettings Settings(int readers, int writers, int requests = 1)
    {
        var workload = new MemoryWorkload(readers, writers);
        return new ExplorationSettings(MemoryLab.Of(workload), workload.Processes, requests);
    }

    private static void Good(ExplorationSettings settings, int states)
    {
        var exploration = new Explorer(settings).Run();
        Assert.Null(exploration.Finding?.Text);
        Assert.Equal((ExplorationEnding.Complete, states), (exploration.Ending, exploration.States));
    }
}
