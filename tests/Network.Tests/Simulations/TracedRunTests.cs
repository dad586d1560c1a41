using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Simulations;

/// <summary>The trace of a run on three addresses, judged from the file as a user would do it.</summary>
public sealed class TracedRunTests : IDisposable
{
    private static readonly string[] Pace = ["--think", "10ms..50ms", "--hold", "5ms..10ms"];
    private readonly TemporaryFile _trace = new("");

    [LinuxTheory]
    [InlineData("ricart-agrawala")]
    [InlineData("lamport")]
    [InlineData("maekawa")]
    [InlineData("suzuki-kasami")]
    [InlineData("naimi-trehel")]
    public async Task The_nodes_traces_are_one_that_fits_together(string algorithm)
    {
        using var run = await DistributedRun.BeginAsync(
            Places(), ["6", "1.5", .. Pace, "--algorithm", algorithm, "--trace", _trace.Path]);
        var nodes = await run.EndAsync();
        Runs.AssertEndedWith(0, nodes);
        Runs.AssertGood(nodes[0].Output);
        await AssertFitsTogetherAsync();
    }

    [LinuxFact]
    public async Task The_trace_of_a_run_that_lost_a_node_fits_together_too()
    {
        using var run = await DistributedRun.BeginAsync(Places(), ["6", "3600", .. Pace, "--trace", _trace.Path]);
        await run[1].ReadLineAsync("is in the critical section");
        await run[2].SignalAsync("KILL");
        Runs.AssertIncomplete((await run.EndAsync(1))[0], "Processes 3 and 4");
        await AssertFitsTogetherAsync();
        Assert.Contains("\"p\":3,\"e\":\"crash\"", await File.ReadAllTextAsync(_trace.Path), StringComparison.Ordinal);
    }

    public void Dispose() => _trace.Dispose();

    private async Task AssertFitsTogetherAsync()
    {
        var check = await CoterieProcess.RunAsync("check", _trace.Path);
        Assert.Contains(
            "verdict              OK: every property holds, and the record fits together",
            check.Output,
            StringComparison.Ordinal);
        check.AssertEndedWith(0);
    }

    private static List<Place> Places() => [Loopback.NextPlace(), Loopback.NextPlace(), Loopback.NextPlace()];
}
