namespace Coterie.Host.Tests.Explore;

/// <summary><c>coterie hunt</c>: what it prints, and that what it prints can be run.</summary>
public sealed class HuntTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Theory]
    [InlineData("no-tie-break")]
    [InlineData("repeated-request-answered")]
    [InlineData("no-resend")]
    [InlineData("next-number-only")]
    public async Task The_printed_command_plays_the_run_and_the_run_goes_wrong(string bug)
    {
        var hunt = await CoterieProcess.RunAsync("hunt", "--bug", bug, "--seeds", "300");
        Assert.Equal((2, ""), (hunt.ExitCode, hunt.Errors));
        var lines = hunt.Output.Split('\n');
        var command = lines.Single(line => line.StartsWith("run it", StringComparison.Ordinal)).Split(" coterie ")[1];
        var run = await CoterieProcess.RunAsync(command.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        var violation = lines.Single(line => line.StartsWith("violation", StringComparison.Ordinal))["violation".Length..].Trim();
        Assert.Contains(violation, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_judge_reads_the_trace_of_the_printed_run()
    {
        var file = Path.Combine(_folder.FullName, "hunted.jsonl");
        var hunt = await CoterieProcess.RunAsync("hunt", "--bug", "reply-while-inside", "--seeds", "300", "--trace", file);
        Assert.Equal((2, ""), (hunt.ExitCode, hunt.Errors));
        var check = await CoterieProcess.RunAsync("check", file);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("was inside", check.Output, StringComparison.Ordinal);
        var picture = await CoterieProcess.RunAsync("trace", file);
        var lines = picture.Output.Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith('P') && line.Contains("!!", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains(" leaves", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task If_nothing_is_wrong_it_says_how_many_seeds_it_tried()
    {
        var hunt = await CoterieProcess.RunAsync("hunt", "--seeds", "50", "--seed", "7");
        Assert.Equal((0, ""), (hunt.ExitCode, hunt.Errors));
        Assert.Equal("Nothing is wrong with ricart-agrawala in 50 runs, under the seeds 7 to 56\n", hunt.Output);
    }

    [Fact]
    public async Task A_hunt_in_which_the_bug_does_not_show_is_not_good()
    {
        var hunt = await CoterieProcess.RunAsync("hunt", "--bug", "amnesia", "--seeds", "1");
        Assert.Equal((3, ""), (hunt.ExitCode, hunt.Errors));
        Assert.EndsWith(
            "\nInconclusive: the bug amnesia did not show in any of these runs; --bug list has a command that shows "
            + "it\n",
            hunt.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seeds 0", "--seeds must be a whole number from 1 to 1000000000, was [0].")]
    [InlineData("--seed x", "--seed must be a whole number from -9223372036854775808 to 9223372036854775807, was [x].")]
    [InlineData("--bug no-such", "--bug must be ")]
    [InlineData(
        "--bug no-tie-break --trace /no/such/folder/x", "--trace must be a file that can be written, was [/no/such/folder/x]: ")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["hunt", .. arguments.Split(' ')]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(c => c == '\n'));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
