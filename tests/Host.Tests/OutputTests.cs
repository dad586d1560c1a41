using Coterie.Host.Tests.Tracing;

namespace Coterie.Host.Tests;

/// <summary>Outputs that cannot be written. <c>/dev/full</c> is a disk without room.</summary>
public sealed class OutputTests(RecordedRuns runs) : IClassFixture<RecordedRuns>
{
    private const string Full = "coterie: the standard output cannot be written: No space left on device.\n";

    [FullDiskTheory]
    [InlineData("--help")]
    [InlineData("algorithms")]
    [InlineData("simulate --bug list")]
    [InlineData("simulate 3 3600 --think 1ms --hold 1ms")]
    [InlineData("simulate 3 3600 --virtual --think 1ms --hold 1ms")]
    [InlineData("simulate 3 1 --virtual --quiet --json")]
    [InlineData("explore --processes 2")]
    [InlineData("hunt --bug no-tie-break")]
    [InlineData("compare --processes 5 --algorithms raymond")]
    [InlineData("compare --processes 5 --algorithms raymond --json")]
    [InlineData("compare --processes 5 --algorithms raymond --csv")]
    [InlineData("check FILE")]
    [InlineData("why FILE --entry 1 --json")]
    [InlineData("trace FILE")]
    [InlineData("trace FILE --as html")]
    public async Task A_full_disk_behind_the_standard_output_is_reported_in_a_sentence(string arguments)
    {
        var run = await CoterieProcess.RunAsync(Surroundings.Here with { Redirections = "> /dev/full" }, Arguments(arguments));
        Assert.Equal((1, Full), (run.ExitCode, run.Errors));
    }

    [FullDiskTheory]
    [InlineData("--trace", "verdict              good", "simulate 3 3600 --think 1ms --hold 1ms --quiet --trace /dev/full")]
    [InlineData(
        "--trace", "verdict              good", "simulate 3 3600 --virtual --think 1ms --hold 1ms --quiet --trace /dev/full")]
    [InlineData("--trace", "violation     Exclusion", "hunt --bug no-tie-break --trace /dev/full")]
    [InlineData("--trace", "verdict          bad", "explore --processes 2 --bug no-tie-break --trace /dev/full")]
    [InlineData("--html", "raymond", "compare --processes 5 --algorithms raymond --html /dev/full")]
    [InlineData("--out", "", "trace FILE --as svg --out /dev/full")]
    public async Task A_full_disk_behind_a_file_is_reported_once_and_the_other_output_is_complete(
        string option, string output, string arguments)
    {
        var run = await CoterieProcess.RunAsync(Arguments(arguments));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"coterie: {option} must be a file that can be written, was [/dev/full]: No space left on device : '/dev/full'\n",
            run.Errors);
        Assert.Contains(output, run.Output, StringComparison.Ordinal);
    }

    [FullDiskTheory]
    [InlineData(">&-", 0)]
    [InlineData(">&- 2>&-", 0)]
    [InlineData("<&- >&- 2>&-", 0)]
    [InlineData("| head -n 1", 0)]
    public async Task An_output_that_nobody_wants_is_no_failure(string redirections, int code)
    {
        var run = await CoterieProcess.RunAsync(Surroundings.Here with { Redirections = redirections }, "algorithms");
        Assert.Equal((code, ""), (run.ExitCode, run.Errors));
    }

    [FullDiskFact]
    public async Task A_full_disk_behind_the_errors_changes_nothing()
    {
        var run = await CoterieProcess.RunAsync(
            Surroundings.Here with { Redirections = "2> /dev/full" }, "check", "/no/such/file");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
    }

    [FullDiskFact]
    public async Task A_closed_standard_input_is_reported_and_not_waited_for()
    {
        var run = await CoterieProcess.RunAsync(Surroundings.Here with { Redirections = "<&-" }, "check", "-");
        Assert.Equal((1, "coterie: FILE must be readable, was [-]: the standard input is closed.\n"), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData("check", "a\e[2J\u009b\u202eb")]
    [InlineData("trace", "a\nb")]
    [InlineData("a\e[2J")]
    [InlineData("simulate", "3\e[2J", "1")]
    [InlineData("simulate", "3", "1", "--algorithm", "\e[2J")]
    [InlineData("simulate", "3", "1", "--\u009b2J")]
    [InlineData("trace", "x", "--as", "\e[2J")]
    public async Task Control_characters_of_the_command_line_do_not_reach_the_terminal(params string[] arguments)
    {
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.DoesNotContain(run.Errors.TrimEnd('\n'), character => char.IsControl(character) || character == '\u202e');
    }

    private string[] Arguments(string arguments) => arguments.Replace("FILE", runs.Good, StringComparison.Ordinal).Split(' ');
}

/// <summary>A test that needs <c>/dev/full</c> and a shell; without them, it is skipped and says so.</summary>
internal sealed class FullDiskFactAttribute : FactAttribute
{
    public FullDiskFactAttribute() => Skip = FullDisk.Reason;
}

/// <inheritdoc cref="FullDiskFactAttribute"/>
internal sealed class FullDiskTheoryAttribute : TheoryAttribute
{
    public FullDiskTheoryAttribute() => Skip = FullDisk.Reason;
}

internal static class FullDisk
{
    public static string? Reason => File.Exists("/dev/full") ? null : "needs /dev/full";
}
