using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Coterie.Host.Tests;

/// <summary><c>coterie simulate --virtual</c>: the same output everywhere, faults by options, and what is refused.</summary>
public sealed class SimulateVirtualTests
{
    private static readonly string[] Faulty =
    [
        "simulate", "5", "20", "--virtual", "--seed", "7", "--loss", "1%", "--duplicate", "1%", "--reorder", "--latency", "exp:5ms", "--resend", "1s",
        "--pause", "3@2s..3s", "--partition", "1,2|3..5@4s..6s", "--crash", "4@7s", "--restart", "4@9s", "--crash", "5@19s",
    ];

    [Fact]
    public async Task The_whole_output_of_a_seed_is_the_same_in_any_process_culture_and_time_zone()
    {
        var run = await CoterieProcess.RunAsync(Faulty);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var elsewhere = await CoterieProcess.RunAsync([("LC_ALL", "ar_SA.UTF-8"), ("TZ", "Asia/Tokyo"), ("DOTNET_TieredPGO", "0"), ("DOTNET_ReadyToRun", "0")], Faulty);
        Assert.Equal(run.Output, elsewhere.Output);
        // Pinned, for other machines: whoever changes a draw, an event or a word of the output changes it.
        Assert.Equal("C5C83C4503943021", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(run.Output)))[..16]);
    }

    [Fact]
    public async Task Faults_are_lines_among_the_others()
    {
        var run = await CoterieProcess.RunAsync(Faulty);
        foreach (var line in new[]
        {
            "    2.000  Process 3 paused\n", "    3.000  Process 3 resumed\n", "    4.000  The network fell apart: 1, 2 | 3, 4, 5\n", "    6.000  The network is whole again\n",
            "    7.000  Process 4 crashed\n", "    9.000  Process 4 restarted\n", " is lost: the network is parted\n", " is lost: its receiver has crashed\n", " is lost\n", " will arrive twice\n",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_names_the_network_and_who_waits_for_whom()
    {
        var run = await CoterieProcess.RunAsync("simulate", "3", "10", "--virtual", "--think", "1s", "--hold", "1s", "--crash", "2@500ms", "--quiet");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("network              latency 1ms, in order, crash 2@500ms\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("crashed              Process 2, and did not come back\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  Process 3 could no longer enter: its request 1.3 lacked the consent of Process 2, and an entry needs everybody's\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict              incomplete: never two inside", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_network_is_a_field()
    {
        var run = await CoterieProcess.RunAsync([.. Faulty, "--json", "--quiet"]);
        using var json = JsonDocument.Parse(run.Output);
        var summary = json.RootElement;
        Assert.Equal(("virtual", "incomplete"), (summary.GetProperty("clock").GetString(), summary.GetProperty("verdict").GetString()));
        var network = summary.GetProperty("network");
        Assert.Equal(("exp:5ms", 0.01, true), (network.GetProperty("latency").GetString(), network.GetProperty("loss").GetDouble(), network.GetProperty("reorder").GetBoolean()));
        Assert.Equal(5, network.GetProperty("faults").GetArrayLength());
        Assert.Equal([5], summary.GetProperty("crashed").EnumerateArray().Select(process => process.GetInt32()));
    }

    [Fact]
    public async Task A_bug_is_caught_and_its_violations_are_named()
    {
        var run = await CoterieProcess.RunAsync("simulate", "3", "2", "--virtual", "--think", "10ms", "--hold", "10ms", "--requests", "1", "--bug", "no-tie-break", "--quiet");
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("algorithm            ricart-agrawala with the bug no-tie-break\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  0.012 s  Exclusion: Process 2 entered while Process 1 was inside.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_runs_among_actors_too()
    {
        var run = await CoterieProcess.RunAsync("simulate", "2", "1.2", "--think", "100ms", "--hold", "300ms", "--bug", "reply-while-inside", "--quiet");
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Exclusion", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_algorithms_run_and_their_messages_are_counted()
    {
        var run = await CoterieProcess.RunAsync("simulate", "5", "10", "--virtual", "--algorithm", "suzuki-kasami", "--seed", "3");
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
    [InlineData("--virtual --latency fast", "--latency must be a duration such as 1ms, a range such as 500us..2ms, or exp:MEAN such as exp:1ms, up to 1h, was [fast].")]
    [InlineData("--virtual --duplicate 2", "--duplicate must be a share such as 1%, 0.5% or 0, up to 100%, was [2].")]
    [InlineData("--virtual --pause 1@2s", "--pause must be PROCESS@FROM..UNTIL, such as 3@2s..3s, was [1@2s].")]
    [InlineData("--virtual --partition 1|2", "--partition must be GROUP|GROUP@FROM..UNTIL, such as 1,2|3@2s..4s or 1..5@2s..4s (the others are one more group), was [1|2].")]
    [InlineData("--virtual --crash 4@1s", "--crash must be of processes from 1 to 3, was [4@1s].")]
    [InlineData("--virtual --restart 1@1s..2s", "--restart must be PROCESS@TIME, such as 3@5s, was [1@1s..2s].")]
    [InlineData("--virtual --requests 0", "--requests must be a whole number from 1 to 1000000000, was [0].")]
    [InlineData("--virtual --reorder --latency 1ms", "--latency must be a range or exp:MEAN with reorder, as messages that all take the same time do not overtake, was [1ms].")]
    [InlineData("--virtual --loss 1% --algorithm raymond", "--loss must be left out with raymond, which needs every message to arrive, and once, was [1%].")]
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
