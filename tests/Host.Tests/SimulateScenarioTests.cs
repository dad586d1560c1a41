using System.Text.Json;

namespace Coterie.Host.Tests;

/// <summary><c>coterie simulate --scenario</c> and <c>--topology</c>: what goes with them and what is refused.</summary>
public sealed class SimulateScenarioTests
{
    private const string TwoRequests = """
        processes = 3
        latency = 1s
        clocks { 1 = 7, 3 = 11 }
        requests = [{ process = 1, hold = 2s }, { process = 3, hold = 2s }]
        """;

    [Fact]
    public async Task A_scenario_runs_in_virtual_time_and_its_trace_is_good()
    {
        using var scenario = new TemporaryFile(TwoRequests);
        using var trace = new TemporaryFile("");
        var run = await CoterieProcess.RunAsync("simulate", "--scenario", scenario.Path, "--trace", trace.Path, "--quiet");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith(
            "Simulated 3 processes with 2 requests in virtual time (seed 1); ended after 7.000 s\n",
            run.Output,
            StringComparison.Ordinal);
        var check = await CoterieProcess.RunAsync("check", trace.Path);
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
    }

    [Fact]
    public async Task The_JSON_of_a_scenario_has_its_plan()
    {
        using var scenario = new TemporaryFile(TwoRequests);
        var run = await CoterieProcess.RunAsync("simulate", "--scenario", scenario.Path, "--json", "--virtual");
        using var json = JsonDocument.Parse(run.Output);
        var network = json.RootElement.GetProperty("network");
        Assert.Equal([1, 3], network.GetProperty("plan").EnumerateArray().Select(plan => plan.GetProperty("process").GetInt32()));
        Assert.Equal(2, network.GetProperty("logicalClocks").GetArrayLength());
    }

    [Theory]
    [InlineData("3", "PROCESSES must be left out with --scenario, whose file says it, was [3].")]
    [InlineData("--seed 7", "--seed must be left out with --scenario, whose file says what to run. Change the file.")]
    [InlineData("--crash 1@2s", "--crash must be left out with --scenario, whose file says what to run. Change the file.")]
    [InlineData("--nodes 2", "--nodes must be left out with --scenario, whose file says what to run. Change the file.")]
    [InlineData("--topology chain", "--topology must be left out with --scenario, whose file says what to run. Change the file.")]
    public async Task What_the_file_says_is_not_said_by_options(string other, string error)
    {
        using var scenario = new TemporaryFile(TwoRequests);
        var run = await CoterieProcess.RunAsync(["simulate", .. other.Split(' '), "--scenario", scenario.Path]);
        Assert.Equal((1, "", $"coterie: {error}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task An_error_in_the_file_names_its_place()
    {
        using var scenario = new TemporaryFile(TwoRequests + "\nlatencies = 2s\n");
        var run = await CoterieProcess.RunAsync("simulate", "--scenario", scenario.Path);
        var error = $"{scenario.Path}, line 5, column 1: latencies is not a key of a scenario (did you mean latency?).";
        Assert.Equal((1, "", $"coterie: {error}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [InlineData(
        "simulate 3 10 --topology chain",
        "--topology must be given together with --algorithm raymond; with ricart-agrawala, "
        + "every process can send messages to every other one.")]
    [InlineData(
        "simulate 3 10 --algorithm raymond --topology chian",
        "--topology must be tree, chain, star or a file that is there, "
        + "was [chian]. Did you mean chain?")]
    [InlineData("explore --algorithm central --topology star", "--topology must be given together with --algorithm raymond; with "
        + "central, every process can send messages to every other one.")]
    [InlineData(
        "compare --algorithms central --topology star",
        "--topology must be given together with raymond in --algorithms.")]
    public async Task A_topology_that_does_not_fit_is_refused(string arguments, string error)
    {
        var run = await CoterieProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((1, "", $"coterie: {error}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task A_tree_from_a_file_has_as_many_processes_as_the_run()
    {
        using var tree = new TemporaryFile("1 2\n2 3\n");
        var good = await CoterieProcess.RunAsync(
            "simulate", "3", "5", "--virtual", "--algorithm", "raymond", "--topology", tree.Path, "--seed", "1", "--quiet");
        Assert.Equal((0, ""), (good.ExitCode, good.Errors));
        Assert.Contains("\ntopology             1-2,2-3\n", good.Output, StringComparison.Ordinal);
        string[] others =
            ["simulate 4 5 --algorithm raymond", "explore --processes 4 --algorithm raymond", "compare --processes 4"];
        foreach (var arguments in others)
        {
            var bad = await CoterieProcess.RunAsync([.. arguments.Split(' '), "--topology", tree.Path]);
            var error = "coterie: --topology must be a tree of 4 processes, as many as there are, was [a tree of 3].\n";
            Assert.Equal((1, error), (bad.ExitCode, bad.Errors));
        }
        var hunt = await CoterieProcess.RunAsync("hunt", "--algorithm", "raymond", "--topology", tree.Path);
        Assert.Equal(1, hunt.ExitCode);
        Assert.StartsWith("coterie: --topology must be chain, star or tree here,", hunt.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hunt_prints_the_topology_in_the_command_that_shows_the_run()
    {
        var hunt = await CoterieProcess.RunAsync(
            "hunt", "--algorithm", "raymond", "--topology", "chain", "--bug", "asked-not-cleared");
        Assert.Equal(2, hunt.ExitCode);
        var command = hunt.Output.Split('\n').Single(line => line.StartsWith("run it ", StringComparison.Ordinal));
        var shown = await CoterieProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..], "--quiet"]);
        Assert.Equal(2, shown.ExitCode);
        Assert.Contains("\ntopology             chain\n", shown.Output, StringComparison.Ordinal);
    }
}
