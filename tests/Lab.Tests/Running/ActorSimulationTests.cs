using Akka.Configuration;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Running;

/// <summary>Short runs of real actors on many threads.</summary>
public sealed class ActorSimulationTests
{
    private static readonly Config Quiet =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task A_run_in_which_everybody_wants_in_at_once_is_good(int processes)
    {
        var summary = await RunAsync(processes, hold: "0");
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.True(summary.Entries > 0);
        Assert.Equal(summary.Entries, summary.Counter);
        Assert.Equal(2 * (processes - 1), summary.MessagesPerEntry);
        Assert.Equal(1, summary.MostInside);
        Assert.Equal(summary.Messages.Of("request"), (summary.Entries + summary.Withdrawn) * (processes - 1));
    }

    [Fact]
    public async Task Requests_that_stand_at_the_end_are_withdrawn_and_still_answered()
    {
        // The first process inside stays beyond the end of the run: all others are waiting then.
        var summary = await RunAsync(5, hold: "1s", seconds: 0.2);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal((1, 4), (summary.Entries, summary.Withdrawn));
        Assert.Equal(5 * 2 * 4, summary.Messages.Total);
    }

    [Fact]
    public async Task Two_inside_at_once_lose_updates_of_the_counter()
    {
        var summary = await RunAsync(2, hold: "20ms", protocol: ProtocolCatalogue.FindExhibit("reply-while-inside")!.Protocol);
        Assert.Contains(summary.Violations, v => v.Property == MutexProperties.Exclusion);
        Assert.Contains(summary.Violations, v => v.Property == MutexProperties.Counter);
        Assert.True(summary.MostInside > 1);
        Assert.True(summary.Counter < summary.Entries);
    }

    [Fact]
    public async Task A_process_that_fails_fails_the_run()
    {
        var failure = await Assert.ThrowsAsync<SimulationFailedException>(
            () => RunAsync(
                2,
                hold: "0",
                protocol: MutexAlgorithms.RicartAgrawala.InLab() with
                {
                    Create = _ => throw new InvalidOperationException("broken"),
                }));
        Assert.Matches("^process-[12] stopped: broken$", failure.Message);
    }

    private static Task<RunSummary> RunAsync(int processes, string hold, double seconds = 0.3, Protocol? protocol = null) =>
        ActorSimulation.RunAsync(
            new SimulationSettings(
                processes,
                TimeSpan.FromSeconds(seconds),
                DurationRange.TryParse("0")!,
                DurationRange.TryParse(hold)!,
                1,
                TimeSpan.FromSeconds(10),
                protocol ?? MutexAlgorithms.RicartAgrawala.InLab()),
            Quiet);
}
