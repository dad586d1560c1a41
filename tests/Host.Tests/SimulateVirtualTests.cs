using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Coterie.Host.Tests;

/// <summary><c>coterie simulate --virtual</c>: the same output everywhere, faults by options, and what is refused.</summary>
public sealed class SimulateVirtualTests
{
    private static readonly string[] Faulty =
    [
        "simulate", "5", "20", "--virtual", "--seed", "7",
        "--loss", "1%", "--duplicate", "1%", "--reorder", "--latency", "exp:5ms", "--resend", "1s",
        "--pause", "3@2s..3s", "--partition", "1,2|3..5@4s..6s", "--crash", "4@7s", "--restart", "4@9s", "--crash", "5@19s",
    ];

    [Theory]
    [InlineData("all", "D4BC8395EDE4AAEA")]
    [InlineData("main", "652A630ADF068ADE")]
    public async Task The_whole_output_of_a_seed_is_the_same_in_any_process_culture_and_time_zone(string events, string hash)
    {
        string[] arguments = [.. Faulty, "--events", events];
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var elsewhere = await CoterieProcess.RunAsync(
            [("LC_ALL", "ar_SA.UTF-8"), ("TZ", "Asia/Tokyo"), ("DOTNET_TieredPGO", "0"), ("DOTNET_ReadyToRun", "0")], arguments);
        Assert.Equal(run.Output, elsewhere.Output);
        // The same on every machine. A changed draw, event or word of the output changes it.
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(run.Output)))[..16]);
    }

    [Fact]
    public async Task Json_lists_the_withdrawals()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "2", "1", "--virtual", "--seed", "1", "--withdraw", "2@500ms", "--json");
        using var json = JsonDocument.Parse(run.Output);
        var withdrawal = Assert.Single(json.RootElement.GetProperty("network").GetProperty("withdrawals").EnumerateArray());
        Assert.Equal(
            (2, 0.5), (withdrawal.GetProperty("process").GetInt32(), withdrawal.GetProperty("atSeconds").GetDouble()));
    }

    [Fact]
    public async Task Faults_are_lines_among_the_others()
    {
        var run = await CoterieProcess.RunAsync(Faulty);
        foreach (var line in new[]
        {
            "    2.000  Process 3 paused\n",
            "    3.000  Process 3 resumed\n",
            "    4.000  The network fell apart: 1, 2 | 3, 4, 5\n",
            "    6.000  The network is whole again\n",
            "    7.000  Process 4 crashed\n",
            "    9.000  Process 4 restarted\n",
            " is lost: the network is parted\n",
            " is lost: its receiver has crashed\n",
            " is lost\n",
            " will arrive twice\n",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_names_the_network_and_which_process_waits_for_which()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "3", "10", "--virtual", "--think", "1s", "--hold", "1s", "--crash", "2@1500ms", "--quiet");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("network              latency 1ms, in order, crash 2@1.5s\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("crashed              Process 2, and did not come back\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  Process 3 could no longer enter: its request 1.3 lacked the consent of Process 2, and an entry needs "
            + "everybody's\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("verdict              incomplete: never two inside", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_network_is_a_field()
    {
        var run = await CoterieProcess.RunAsync([.. Faulty, "--json", "--quiet"]);
        using var json = JsonDocument.Parse(run.Output);
        var summary = json.RootElement;
        Assert.Equal(
            ("virtual", "incomplete"), (summary.GetProperty("clock").GetString(), summary.GetProperty("verdict").GetString()));
        var network = summary.GetProperty("network");
        Assert.Equal(
            ("exp:5ms", 0.01, true),
            (
                network.GetProperty("latency").GetString(),
                network.GetProperty("loss").GetDouble(),
                network.GetProperty("reorder").GetBoolean()));
        Assert.Equal(5, network.GetProperty("faults").GetArrayLength());
        Assert.Equal([5], summary.GetProperty("crashed").EnumerateArray().Select(process => process.GetInt32()));
    }

    [Fact]
    public async Task A_bug_is_caught_and_its_violations_are_named()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "3", "2", "--virtual", "--think", "10ms", "--hold", "10ms", "--requests", "1", "--bug", "no-tie-break",
            "--quiet");
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("algorithm            ricart-agrawala with the bug no-tie-break\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  0.012 s  Exclusion: Process 2 entered while Process 1 was inside.\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "5 1 --loss 100% --think 0", "inconclusive: nobody entered, which shows nothing; less --loss than 100% would help")]
    [InlineData(
        "5 1 --loss 100%",
        "inconclusive: nobody entered, which shows nothing; nobody asked to: more SECONDS or a shorter --think would help")]
    [InlineData(
        "3 2 --think 1s --hold 1s --crash 1@500ms",
        "inconclusive: nobody entered, which shows nothing; a later --crash or more SECONDS would help")]
    [InlineData("2 0.1 --think 0 --latency 1s", "inconclusive: nobody entered, which shows nothing; more SECONDS would help")]
    [InlineData(
        "3 10 --bug no-resend",
        "inconclusive: the bug no-resend did not show (never two inside, in the order of requests); --bug list has a command "
        + "that shows it")]
    [InlineData(
        "3 1 --requests 2 --hold 600ms --think 0",
        "incomplete: the time was over while Process 2 was inside; up to then never two inside, in the order of requests. More "
        + "SECONDS let it finish")]
    [InlineData(
        "3 1 --requests 50 --hold 1ms --think 200ms",
        "incomplete: the time was over before every process had made its requests; up to then never two inside, in the order "
        + "of requests. More SECONDS let them finish")]
    public async Task A_run_that_shows_nothing_or_is_not_complete_is_not_good(string arguments, string verdict)
    {
        string[] all = ["simulate", .. arguments.Split(' '), "--virtual", "--seed", "1", "--quiet"];
        var run = await CoterieProcess.RunAsync(all);
        Assert.Equal((3, ""), (run.ExitCode, run.Errors));
        Assert.EndsWith($"verdict              {verdict}\n", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await CoterieProcess.RunAsync([.. all, "--json"])).Output);
        Assert.Equal(verdict.Split(':')[0], json.RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_crash_that_was_asked_for_while_a_process_is_inside_is_no_violation()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "3", "1", "--virtual", "--seed", "1", "--algorithm", "majority",
            "--think", "0", "--hold", "300ms", "--crash", "2@150ms", "-q");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "verdict              incomplete: never two inside, none starved but by a crash\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_violations_takes_little_memory_and_the_run_is_bad()
    {
        var run = await CoterieProcess.RunAsync(
            [("DOTNET_GCHeapHardLimit", "0x10000000")],
            "simulate", "5", "60", "--virtual", "--seed", "7", "--quiet", "--bug", "privilege-doubled");
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Check_agrees_with_a_run_that_was_cut()
    {
        using var trace = new TemporaryFile("");
        await CoterieProcess.RunAsync(
            "simulate", "3", "1", "--virtual", "--seed", "1", "--requests", "2", "--hold", "600ms", "--think", "0", "-q",
            "--trace", trace.Path);
        var check = await CoterieProcess.RunAsync("check", trace.Path);
        Assert.Equal((3, ""), (check.ExitCode, check.Errors));
        Assert.Contains(
            "verdict              incomplete: the time was over while Process 2 was inside",
            check.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_can_be_run_with_actors_too()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "2", "1.2", "--think", "100ms", "--hold", "300ms", "--bug", "reply-while-inside", "--quiet");
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Exclusion", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_algorithms_run_and_their_messages_are_counted()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "5", "10", "--virtual", "--algorithm", "suzuki-kasami", "--seed", "3", "--events", "all");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("algorithm            suzuki-kasami\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(" received a privilege from Process ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_of_a_virtual_run_is_the_same_each_time()
    {
        using var trace = new TemporaryFile("old");
        await CoterieProcess.RunAsync([.. Faulty, "--quiet", "--trace", trace.Path]);
        var first = await File.ReadAllTextAsync(trace.Path);
        await CoterieProcess.RunAsync([.. Faulty, "--quiet", "--trace", trace.Path]);
        Assert.Equal(first, await File.ReadAllTextAsync(trace.Path));
        var lines = first.TrimEnd().Split('\n');
        Assert.Contains("\"clock\":\"virtual\",\"started\":\"1970-01-01T00:00:00Z\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"e\":\"end\"", lines[^1], StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task The_first_signal_ends_a_virtual_run_in_good_order_with_its_summary()
    {
        using var process = CoterieProcess.Start("simulate", "3", "86400", "--virtual", "--think", "1ms", "--hold", "1us");
        await process.ReadToAsync("released the critical section");
        await process.SignalAsync("INT");
        var run = await process.EndAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("verdict              good", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--loss 1%", "--loss must be given together with --virtual.")]
    [InlineData("--pause 1@1s..2s", "--pause must be given together with --virtual.")]
    [InlineData("--virtual --nodes 2", "--nodes must be left out with --virtual, which runs on this machine alone, was [2].")]
    [InlineData(
        "--virtual --latency fast",
        "--latency must be a duration such as 1ms, a range such as 500us..2ms, or exp:MEAN such as exp:1ms, up to 1h, was "
        + "[fast].")]
    [InlineData("--virtual --duplicate 2", "--duplicate must be a share such as 1%, 0.5% or 0, up to 100%, was [2].")]
    [InlineData("--virtual --pause 1@2s", "--pause must be PROCESS@FROM..UNTIL, such as 3@2s..3s, was [1@2s].")]
    [InlineData(
        "--virtual --partition 1|2",
        "--partition must be GROUP|GROUP@FROM..UNTIL, such as 1,2|3@2s..4s or 1..5@2s..4s (the others are one more group), was "
        + "[1|2].")]
    [InlineData("--virtual --crash 4@1s", "--crash must be of processes from 1 to 3, was [4@1s].")]
    [InlineData(
        "--virtual --restart 1@1s..2s",
        "--restart must be PROCESS@TIME or PROCESS@TIME:forgetful, such as 3@7s or 3@7s:forgetful, was [1@1s..2s].")]
    [InlineData(
        "--virtual --withdraw 2", "--withdraw must be PROCESS@TIME, such as 3@5s; a number needs its unit, such as 2s, was [2].")]
    [InlineData("--virtual --withdraw 4@1s", "--withdraw must be of processes from 1 to 3, was [4@1s].")]
    [InlineData("--withdraw 2@1s", "--withdraw must be given together with --virtual.")]
    [InlineData("--virtual --requests 0", "--requests must be a whole number from 1 to 1000000000, was [0].")]
    [InlineData(
        "--virtual --reorder --latency 1ms",
        "--latency must be a range or exp:MEAN with reorder, as messages that all take the same time do not overtake, was "
        + "[1ms].")]
    [InlineData(
        "--virtual --loss 1% --algorithm raymond",
        "--loss must be left out with raymond, which needs every message to arrive, and once, was [1%]. --anyway runs it "
        + "nevertheless, to see what breaks.")]
    [InlineData("--anyway", "--anyway must be given together with --virtual.")]
    [InlineData("--events some", "--events must be main or all or none, was [some].")]
    [InlineData("--events al", "--events must be main or all or none, was [al]. Did you mean all?")]
    [InlineData("--events all --quiet", "--events must be none, or left out, with --quiet, was [all].")]
    [InlineData("--resend 0", "--resend must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].")]
    [InlineData("--trace /", "--trace must be a file that can be written, was [/]: ")]
    [InlineData("--virtual --pause", "--pause must be given a value.")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["simulate", "3", "10", .. arguments.Split(' ')]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(c => c == '\n'));
    }
}
