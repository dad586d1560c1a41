namespace Coterie.Host.Tests;

/// <summary><c>--protocol quorum</c> on the command line: runs, their traces, and what is refused.</summary>
public sealed class SimulateQuorumTests : IDisposable
{
    private static readonly string[] Crash =
        ["simulate", "5", "20", "--virtual", "--protocol", "quorum", "--voters", "3", "--crash", "2@5s", "--seed", "1"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public async Task The_verdict_says_that_a_majority_tolerates_the_crash_of_a_minority()
    {
        var run = await CoterieProcess.RunAsync(Crash);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (var line in new[]
        {
            "    5.000  Voter 2 crashed\n",
            " is in the lock (token ",
            "\ncrashed              Voter 2, and did not come back\n",
            "\nverdict              good: never two inside while their votes count, tokens rise, writers first, ",
            ", none starved: the 2 voters that are left are a majority of 3\n",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Process ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a beat", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_majority_it_says_so()
    {
        var run = await CoterieProcess.RunAsync([.. Crash, "--crash", "1@5s", "--quiet"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (var line in new[]
        {
            "\nvoters left          1 of 3: no majority, so nobody enters\n",
            "\ncrashed              Voters 1 and 2, and did not come back\n",
            "\nverdict              incomplete: ",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_trace_is_judged_explained_and_drawn_in_the_same_words()
    {
        var trace = Path.Combine(_folder.FullName, "run.jsonl");
        Assert.Equal(0, (await CoterieProcess.RunAsync([.. Crash, "--quiet", "--trace", trace])).ExitCode);
        await SaysAsync("\ncrashed              Voter 2\nverdict              OK: every property holds", "check", trace);
        await SaysAsync("Entry 4: Client ", "why", trace, "--entry", "4");
        await SaysAsync(" was on its way from Voter ", "why", trace, "--entry", "4");
        await SaysAsync("of simulated time; 11 entries, ", "trace", trace);
        await SaysAsync(" messages, without beat and heard\n", "trace", trace);
        await SaysAsync(" enters with request 1.4 (token 1+0)\n", "trace", trace);
        await SaysAsync(">Voter 2</text>", "trace", trace, "--as", "svg");
        await SaysAsync("Entry 4: Client ", "trace", trace, "--as", "html");
        await SaysAsync("  participant P4 as Client 4\n", "trace", trace, "--as", "mermaid");
        await SaysAsync("\"name\":\"Voter 2\"", "trace", trace, "--as", "perfetto");
        await SaysAsync("receives grant 1.4 from Voter 1", "trace", trace, "--as", "shiviz");

        static async Task SaysAsync(string text, params string[] arguments)
        {
            var run = await CoterieProcess.RunAsync(arguments);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Process 4", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Variables_are_simulated_judged_explained_drawn_and_hunted_too()
    {
        var trace = Path.Combine(_folder.FullName, "run.jsonl");
        string[] simulate = ["simulate", "3", "10", "--virtual", "--protocol", "variables", "--readers", "1", "--seed", "3"];
        await SaysAsync(" operations judged\n", [.. simulate, "--quiet", "--trace", trace]);
        await SaysAsync("\nverdict              OK: every property holds", "check", trace);
        await SaysAsync("Entry 2: Client ", "why", trace, "--entry", "2");
        await SaysAsync("begins: compare with none, set ", "trace", trace);
        await SaysAsync("Nothing is wrong with variables in 50 runs", "hunt", "--protocol", "variables", "--seeds", "50");

        static async Task SaysAsync(string text, params string[] arguments)
        {
            var run = await CoterieProcess.RunAsync(arguments);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--crash 2@5s", "--crash must be given together with --virtual.")]
    [InlineData("--virtual --clock 1:jump=5s@2s", "--clock ")]
    [InlineData("--voters 0", "--voters must be a whole number from 1 to 9, was [0].")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["simulate", "5", "1", "--protocol", "quorum", .. arguments.Split(' ')]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_group_whose_only_voter_forgets_begins_again_even_if_nobody_asks_it_any_more()
    {
        const string Line = "simulate 2 2 --virtual --protocol variables --voters 1 --readers 1 --lease 30ms --seed 139 "
            + "--think 0 --hold 1ms --resend 10ms --latency 1ms..9ms --crash 1@28ms --restart 1@62ms "
            + "--pause 3@21ms..34ms --requests 1 --quiet";
        var run = await CoterieProcess.RunAsync(Line.Split(' '));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("verdict              good: ", run.Output, StringComparison.Ordinal);
    }
}
