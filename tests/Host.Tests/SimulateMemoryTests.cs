namespace Coterie.Host.Tests;

/// <summary><c>--protocol memory</c> on the command line: who reads and writes, what is said, and what is refused.</summary>
public sealed class SimulateMemoryTests
{
    [Fact]
    public async Task The_summary_tells_readers_and_writers_apart()
    {
        var run = await CoterieProcess.RunAsync("simulate", "4", "10", "--virtual", "--protocol", "memory", "--seed", "1",
            "--events", "all");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (var line in new[]
        {
            "Reader 2 requested the variable (read lock) at time ",
            "Memory: read lock 1.2 is let in\n",
            "Writer 4 write 14\n",
            "\nprotocol             memory\nworkload             2 readers, 1 writer\n",
            "\nreaders waited       median ",
            "\nwriters waited       median ",
            "\nlinearizable         ",
            "\nverdict              good: never a reader beside a writer, never two writers, writers first, ",
        })
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("shared counter", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "explore --protocol memory --readers 1 --writers 2 --most-states 10", "Exploring memory: 4 processes, 1 request each;")]
    [InlineData(
        "explore --bug reader-passes-writer --processes 4",
        "verdict          bad: Reader 3 is let in with read lock 1.3 (timestamp 1 of reader 3) while ")]
    [InlineData("hunt --bug release-is-lost", "--protocol memory --bug release-is-lost --seed ")]
    public async Task Explorations_and_hunts_say_what_they_are_of(string arguments, string text)
    {
        var run = await CoterieProcess.RunAsync(arguments.Split(' '));
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--readers 1", "--readers must be given together with --protocol memory or quorum or variables.")]
    [InlineData(
        "--algorithm central --writers 1", "--writers must be given together with --protocol memory or quorum or variables.")]
    [InlineData("--protocol memory --readers 4", "--readers must be a whole number from 0 to 3, was [4].")]
    [InlineData(
        "--protocol memory --readers 1 --writers 1",
        "--readers and --writers must be 3 together, as many as there are processes besides the memory, was [1 and 1].")]
    [InlineData(
        "--protocol memory --algorithm central",
        "--protocol must be left out, or the same as --algorithm, central, was [memory].")]
    [InlineData("--protocol memory --bug no-tie-break", "--bug must be a bug of memory: reader-beside-writer or ")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["simulate", "4", "1", "--virtual", .. arguments.Split(' ')]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protocol_that_is_an_algorithm_is_the_same_as_the_algorithm()
    {
        var one = await CoterieProcess.RunAsync("simulate", "3", "5", "--virtual", "--seed", "1", "--protocol", "Central");
        var other = await CoterieProcess.RunAsync("simulate", "3", "5", "--virtual", "--seed", "1", "--algorithm", "central");
        Assert.Equal((0, ""), (one.ExitCode, one.Errors));
        Assert.Equal(other.Output, one.Output);
    }
}
