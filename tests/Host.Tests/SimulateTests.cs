using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coterie.Host.Tests;

/// <summary><c>coterie simulate</c>: what it prints where, and its exit code.</summary>
public sealed partial class SimulateTests
{
    private static readonly string[] Fast =
        ["simulate", "3", "2", "--think", "10ms..20ms", "--hold", "10ms..20ms", "--seed", "5"];

    [Fact]
    public async Task Every_event_is_a_line_in_the_sentences_of_the_old_program()
    {
        var run = await CoterieProcess.RunAsync([.. Fast, "--events", "all"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var lines = run.Output.Split('\n').TakeWhile(line => !line.StartsWith("Simulated", StringComparison.Ordinal)).ToList();
        Assert.All(lines, line => Assert.Matches(Event(), line));
        foreach (var words in new[] { "requested", "received", "is in", "released" })
            Assert.Contains(lines, line => line.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_default_a_line_says_what_matters_and_the_replies_to_a_request_are_one()
    {
        var run = await CoterieProcess.RunAsync(Fast);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var lines = run.Output.Split('\n').TakeWhile(line => !line.StartsWith("Simulated", StringComparison.Ordinal)).ToList();
        Assert.All(lines, line => Assert.Matches(MainEvent(), line));
        foreach (var words in new[] { "requested", "defer", "received 2 replies", "is in", "released" })
            Assert.Contains(lines, line => line.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Between_an_entry_and_its_release_no_other_process_is_in()
    {
        var run = await CoterieProcess.RunAsync(Fast);
        var inside = "";
        foreach (Match match in Section().Matches(run.Output))
        {
            Assert.Equal(match.Groups[2].Value == "released" ? match.Groups[1].Value : "", inside);
            inside = match.Groups[2].Value == "released" ? "" : match.Groups[1].Value;
        }
        Assert.Equal("", inside);
    }

    [Fact]
    public async Task The_summary_comes_last_and_with_quiet_it_is_all()
    {
        var run = await CoterieProcess.RunAsync([.. Fast, "--quiet"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            [
                "Simulated", "All", "algorithm", "entries", "withdrawn", "messages", "messages", "waiting", "entries", "fairness",
                "most", "shared", "verdict",
            ],
            run.Output.TrimEnd().Split('\n').Select(line => line.Split(' ')[0]));
        Assert.Contains("4.00 (theory: 2(N-1) = 4)", run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict              good", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_standard_output_is_one_object_and_the_lines_go_to_standard_error()
    {
        var run = await CoterieProcess.RunAsync([.. Fast, "--json"]);
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        var summary = json.RootElement;
        Assert.Equal("good", summary.GetProperty("verdict").GetString());
        Assert.Equal(5, summary.GetProperty("seed").GetInt64());
        Assert.Equal(summary.GetProperty("counter").GetInt64(), summary.GetProperty("entries").GetInt64());
        Assert.Equal(3, summary.GetProperty("entriesPerProcess").GetArrayLength());
        Assert.Equal(4, summary.GetProperty("messages").GetProperty("perEntry").GetDouble());
        Assert.Contains("is in the critical section", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_and_quiet_standard_error_is_empty()
    {
        var run = await CoterieProcess.RunAsync([.. Fast, "--json", "--quiet"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task What_the_actor_system_logs_goes_to_standard_error()
    {
        using var config = new TemporaryFile("akka { loglevel = DEBUG, actor.debug.event-stream = on }");
        var run = await CoterieProcess.RunAsync([.. Fast, "--quiet", "--json", "--verbose", "--config", config.Path]);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Contains(" debug: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_process_enters_without_a_message()
    {
        var run = await CoterieProcess.RunAsync("simulate", "1", "1", "--think", "0", "--hold", "1ms", "--quiet", "--json");
        using var json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("entries").GetInt64() > 0);
        Assert.Equal(0, json.RootElement.GetProperty("messages").GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_run_in_which_nobody_enters_shows_nothing()
    {
        var run = await CoterieProcess.RunAsync("simulate", "2", "0.1", "--think", "1m", "--quiet");
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.Contains("waiting time         none entered", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "verdict              inconclusive: nobody entered, which shows nothing; nobody asked to: more SECONDS or a shorter "
            + "--think would help\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_begins_with_examples_and_lists_options_and_exit_codes()
    {
        var help = await CoterieProcess.RunAsync("simulate", "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.StartsWith("Examples:", help.Output, StringComparison.Ordinal);
        string[] words =
            ["PROCESSES", "SECONDS", "--think", "--hold", "--seed", "--quiet", "--json", "--config", "Exit codes:", "130"];
        foreach (var word in words)
            Assert.Contains(word, help.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^ *\d+\.\d{3}  Process \d+ (requested the critical section at time \d+\.\d{3}|received a reply from Process \d+|"
        + "is in the critical section|released the critical section|withdrew its request)$")]
    private static partial Regex Event();

    [GeneratedRegex(
        @"^ *\d+\.\d{3}  Process(es)? [^:]+ (requested the critical section, timestamp \d+\.\d+(: clock \d+ of Process \d+)?|"
        + @"defers? (its reply|their replies) to Process \d+: (it is inside|(its|their) own .+ (before|after) \d+\.\d+)|"
        + @"received 2 replies|is in the critical section|released the critical section|withdrew (its request|their requests))$")]
    private static partial Regex MainEvent();

    [GeneratedRegex("(Process [0-9]+) (is in|released) the critical section")]
    private static partial Regex Section();
}
