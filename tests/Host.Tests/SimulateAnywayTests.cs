using System.Text.Json;

namespace Coterie.Host.Tests;

/// <summary><c>simulate --anyway</c> and <c>hunt --anyway</c>: algorithms on networks that they are not made for.</summary>
public sealed class SimulateAnywayTests
{
    private static readonly string[] LostPrivilege =
        ["simulate", "3", "10", "--virtual", "--algorithm", "suzuki-kasami", "--loss", "100%", "--seed", "1", "--anyway"];

    [Fact]
    public async Task If_no_message_arrives_all_wait_for_ever_and_the_verdict_says_what_is_assumed()
    {
        var run = await CoterieProcess.RunAsync([.. LostPrivilege, "-q"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        foreach (var line in new[]
        {
            "\n1 of 3 processes entered, 3 times in all, and 2 would wait for ever\n",
            "\nnot as assumed       suzuki-kasami assumes that no message is lost; here 4 were\n",
            "\nverdict              bad: 2 violations; suzuki-kasami assumes that no message is lost\n",
            ": Process 2 is starved: its request 1.2 was neither granted nor withdrawn.\n",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_missing_assumption_is_a_field()
    {
        using var json = JsonDocument.Parse((await CoterieProcess.RunAsync([.. LostPrivilege, "-q", "--json"])).Output);
        var missing = Assert.Single(json.RootElement.GetProperty("missingAssumptions").EnumerateArray());
        Assert.Equal("no message is lost", missing.GetProperty("assumed").GetString());
    }

    [Fact]
    public async Task Two_are_inside_if_messages_overtake_each_other_and_check_and_the_pictures_can_read_the_trace()
    {
        using var trace = new TemporaryFile("");
        var run = await CoterieProcess.RunAsync(
            "simulate", "5", "10", "--virtual", "--algorithm", "lamport", "--reorder", "--latency", "exp:500ms", "--seed", "5",
            "--anyway", "-q", "--trace", trace.Path);
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Exclusion: Process 3 entered while Process 2 was inside.\n", run.Output, StringComparison.Ordinal);
        var check = await CoterieProcess.RunAsync("check", trace.Path);
        Assert.Equal((2, ""), (check.ExitCode, check.Errors));
        Assert.Contains("verdict              Exclusion violated in line ", check.Output, StringComparison.Ordinal);
        var picture = await CoterieProcess.RunAsync("trace", trace.Path, "--as", "svg");
        Assert.Equal((0, ""), (picture.ExitCode, picture.Errors));
    }

    [Fact]
    public async Task A_hunt_finds_the_smallest_run_and_its_command_line_plays_it()
    {
        var hunt = await CoterieProcess.RunAsync("hunt", "--algorithm", "lamport", "--anyway");
        Assert.Equal((2, ""), (hunt.ExitCode, hunt.Errors));
        Assert.Contains("\nassumption    lamport assumes that ", hunt.Output, StringComparison.Ordinal);
        var command = hunt.Output.Split('\n').Single(line => line.StartsWith("run it ", StringComparison.Ordinal));
        var run = await CoterieProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(3)]);
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
    }
}
