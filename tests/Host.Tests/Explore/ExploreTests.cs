using System.Text.Json;

namespace Coterie.Host.Tests.Explore;

/// <summary><c>coterie explore</c>: what it prints where, and its exit code.</summary>
public sealed class ExploreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public async Task It_prints_states_transitions_depth_time_and_the_verdict()
    {
        var run = await CoterieProcess.RunAsync("explore", "--processes", "3", "--requests", "1");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            [
                "Exploring ricart-agrawala: 3 processes, 1 request each; messages arrive in any order",
                "distinct states  2879",
                "transitions      9070",
                "depth            18",
                "time",
                "verdict          good: never two inside, in the order of requests, no dead end, and a way to the end from every "
                    + "state",
            ],
            run.Output.TrimEnd().Split('\n').Select(line => line.StartsWith("time", StringComparison.Ordinal) ? "time" : line));
    }

    [Fact]
    public async Task What_is_wrong_is_shown_step_by_step_and_as_a_trace()
    {
        var file = Path.Combine(_folder.FullName, "found.jsonl");
        var run = await CoterieProcess.RunAsync("explore", "--processes", "2", "--bug", "no-tie-break", "--trace", file);
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "verdict          bad: Process 2 enters while Process 1 is inside. It takes 6 steps:\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "    6  Process 2 receives reply 1.2 from Process 1, and enters the critical section\n",
            run.Output,
            StringComparison.Ordinal);
        var check = await CoterieProcess.RunAsync("check", file);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("Process 2 entered while Process 1 was inside", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--algorithm lamport",
        "lamport assumes that messages from one process to another arrive in the order in which they were sent; here they may "
        + "overtake each other")]
    [InlineData("--algorithm suzuki-kasami --loss", "suzuki-kasami assumes that no message is lost; here any may be")]
    [InlineData(
        "--algorithm raymond --crashes 1",
        "raymond assumes that no message is lost; here those to a process that is down are")]
    public async Task An_algorithm_breaks_outside_its_assumptions_and_they_are_named(string options, string assumed)
    {
        string[] arguments = ["explore", "--processes", "2", "--anyway", .. options.Split(' ')];
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"not as assumed   {assumed}\n", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CoterieProcess.RunAsync([.. arguments, "--json"])).Output);
        Assert.Equal(1, json.RootElement.GetProperty("missingAssumptions").GetArrayLength());
    }

    [Fact]
    public async Task With_json_standard_output_is_one_object()
    {
        var run = await CoterieProcess.RunAsync("explore", "--processes", "2", "--bug", "always-defer", "--json");
        using var json = JsonDocument.Parse(run.Output);
        var found = json.RootElement;
        Assert.Equal(
            (2, "bad", "DeadEnd"),
            (run.ExitCode, found.GetProperty("verdict").GetString(), found.GetProperty("broken").GetString()));
        Assert.Equal(4, found.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task An_exploration_that_gives_up_says_that_it_is_not_complete()
    {
        var run = await CoterieProcess.RunAsync("explore", "--loss", "--duplicate", "--most-states", "1000");
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "incomplete: nothing is wrong with the states seen, but there are more than 1000 (--most-states)",
            run.Output,
            StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Ctrl_C_ends_it_with_what_was_seen_up_to_then()
    {
        using var process = CoterieProcess.Start("explore", "--processes", "5", "--requests", "5");
        await process.ReadToAsync("messages arrive in any order");
        await process.SignalAsync("INT");
        var run = await process.EndAsync();
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "incomplete: nothing is wrong with the states seen, but it was stopped before it had seen all",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_which_the_bug_does_not_show_is_not_good()
    {
        var run = await CoterieProcess.RunAsync("explore", "--processes", "2", "--bug", "no-resend");
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "verdict          inconclusive: the bug no-resend did not show in any of these states; --bug list has a command "
            + "that shows it\n",
            run.Output,
            StringComparison.Ordinal);
        var json = await CoterieProcess.RunAsync("explore", "--bug", "amnesia", "--processes", "2", "--json");
        Assert.Contains("\"verdict\": \"inconclusive\"", json.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explore")]
    [InlineData("hunt")]
    [InlineData("simulate")]
    public async Task The_list_of_bugs_explains_each_and_says_how_to_see_it(string command)
    {
        var run = await CoterieProcess.RunAsync(command, "--bug", "list");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "no-resend (of ricart-agrawala; breaks progress)\n  A request is sent once", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  coterie explore --processes 2 --requests 1 --bug no-resend --loss\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_that_the_list_gives_for_a_bug_shows_it()
    {
        var list = await CoterieProcess.RunAsync("simulate", "--bug", "list");
        var commands = list.Output.Split('\n').Where(line => line.StartsWith("  coterie ", StringComparison.Ordinal)).ToList();
        Assert.Equal(list.Output.Split('\n').Count(line => line.Contains("; breaks ", StringComparison.Ordinal)), commands.Count);
        // Hunts take long: the tests of the laboratory make those runs, without making them smaller.
        foreach (var command in commands.Where(command => !command.StartsWith("  coterie hunt ", StringComparison.Ordinal)))
        {
            var run = await CoterieProcess.RunAsync(command["  coterie ".Length..].Split(' '));
            Assert.True(run.ExitCode == 2, $"{command}: {run.ExitCode}\n{run.Output}{run.Errors}");
        }
    }

    [Theory]
    [InlineData("--processes 0", "--processes must be a whole number from 1 to 16, was [0].")]
    [InlineData("--requests many", "--requests must be a whole number from 1 to 100, was [many].")]
    [InlineData("--most-states 0", "--most-states must be a whole number from 1 to 1000000000, was [0].")]
    [InlineData("--bug no-such", "--bug must be ")]
    [InlineData("--algorithm no-such", "--algorithm must be ")]
    [InlineData(
        "--algorithm lamport --loss",
        "--loss must be given with an algorithm that stands it; lamport needs a network that neither loses nor doubles "
        + "messages. --anyway explores it nevertheless, to see what breaks.")]
    [InlineData(
        "--algorithm lamport --crashes 1",
        "--crashes must be given with an algorithm that stands it; lamport needs a network that loses nothing, and what arrives "
        + "at a process that is down is lost. --anyway explores it nevertheless, to see what breaks.")]
    [InlineData("3 1", "explore takes no arguments, and was given [3 1] too.")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["explore", .. arguments.Split(' ')]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(c => c == '\n'));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
