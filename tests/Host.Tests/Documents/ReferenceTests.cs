using System.Globalization;
using System.Text.RegularExpressions;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Quorum;
using Coterie.Lab.Variables;

namespace Coterie.Host.Tests.Documents;

/// <summary>The example of docs/trace.md and the counts of docs/explorer.md.</summary>
public sealed partial class ReferenceTests
{
    // Larger ones take seconds or minutes each.
    private const int MostStates = 100_000;

    [Fact]
    public async Task The_trace_that_is_shown_is_complete_and_good()
    {
        var block = Document.Named("docs/trace.md").Blocks
            .Single(block => block.Lines[0].StartsWith("{\"coterie\"", StringComparison.Ordinal));
        using var file = new TemporaryFile(string.Join('\n', block.Lines) + "\n");
        var check = await CoterieProcess.RunAsync("check", file.Path);
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
        Assert.Contains("verdict              OK", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_explorer_counts_what_its_page_says()
    {
        var rows = Row().Matches(Document.Named("docs/explorer.md").Text)
            .Where(row => Number(row, "states") <= MostStates).ToList();
        Assert.True(rows.Count >= 10, "The page must have ten small counts and more.");
        foreach (var row in rows)
        {
            var options = row.Groups["options"].Value;
            var settings = new ExplorationSettings(ProtocolCatalogue.Default, Number(row, "processes"), Number(row, "requests"))
            {
                Loss = options.Contains("--loss", StringComparison.Ordinal),
                Duplicate = options.Contains("--duplicate", StringComparison.Ordinal),
                Withdraw = options.Contains("--withdraw", StringComparison.Ordinal),
            };
            var counted = new Explorer(settings).Run();
            Assert.Equal(
                (row.Value, Number(row, "states"), Number(row, "transitions"), Number(row, "depth")),
                (row.Value, counted.States, counted.Transitions, counted.Depth));
        }
    }

    [Fact]
    public void The_explorer_counts_what_its_page_says_of_quorum()
    {
        var rows = QuorumRow().Matches(Document.Named("docs/explorer.md").Text)
            .Where(row => Number(row, "states") <= MostStates).ToList();
        Assert.True(rows.Count >= 8, "The page must have eight small counts and more.");
        foreach (var row in rows)
        {
            var options = row.Groups["options"].Value;
            var workload = new QuorumWorkload(Number(row, "voters"), 0, Number(row, "clients"))
            {
                Lapses = options.Contains("--lapses 1", StringComparison.Ordinal) ? 1 : 0,
                Late = options.Contains("--late nothing", StringComparison.Ordinal) ? Lateness.Nothing : Lateness.Requests,
            };
            var counted = new Explorer(new ExplorationSettings(QuorumLab.Of(workload), workload.Processes, 1)
            {
                Loss = options.Contains("--loss", StringComparison.Ordinal),
                Crashes = options.Contains("--crashes 1", StringComparison.Ordinal) ? 1 : 0,
            }).Run();
            Assert.Equal(
                (row.Value, Number(row, "states"), Number(row, "transitions"), Number(row, "depth")),
                (row.Value, counted.States, counted.Transitions, counted.Depth));
        }
    }

    [Fact]
    public void The_explorer_counts_what_its_page_says_of_variables()
    {
        var rows = VariablesRow().Matches(Document.Named("docs/explorer.md").Text)
            .Where(row => Number(row, "states") <= MostStates / 2).ToList();
        Assert.True(rows.Count >= 8, "The page must have eight small counts and more.");
        foreach (var row in rows)
        {
            var options = row.Groups["options"].Value;
            var readers = row.Groups["readers"].Success ? Number(row, "readers") : 0;
            var workload = new QuorumWorkload(Number(row, "voters"), readers, Number(row, "writers"))
            {
                Lapses = options.Contains("--lapses 1", StringComparison.Ordinal) ? 1 : 0,
                Late = options.Contains("--late stores", StringComparison.Ordinal) ? Lateness.Stores
                    : options.Contains("--late nothing", StringComparison.Ordinal) ? Lateness.Nothing
                    : Lateness.Requests,
                KeepsCopies = options.Contains("--copies", StringComparison.Ordinal),
            };
            var requests = options.Contains("--requests 2", StringComparison.Ordinal) ? 2 : 1;
            var counted = new Explorer(new ExplorationSettings(VariablesLab.Of(workload), workload.Processes, requests)
            {
                Loss = options.Contains("--loss", StringComparison.Ordinal),
                Crashes = options.Contains("--crashes 1", StringComparison.Ordinal) ? 1 : 0,
            }).Run();
            Assert.Null(counted.Finding);
            Assert.Equal(
                (row.Value, Number(row, "states"), Number(row, "transitions"), Number(row, "depth")),
                (row.Value, counted.States, counted.Transitions, counted.Depth));
        }
    }

    private static int Number(Match row, string group) =>
        int.Parse(row.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^\| (?<processes>\d+), (?<requests>\d+) \| (?<options>[^|]*)\| (?<states>[\d,]+)( \\\*)? \| "
        + @"(?<transitions>[\d,]+)( \\\*)? \| (?<depth>\d+)( \\\*)? \|",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(
        @"^\| (?<voters>\d+) voters?, (?<clients>\d+) clients? \| (?<options>[^|]*)\| (?<states>[\d,]+) \| "
        + @"(?<transitions>[\d,]+) \| (?<depth>\d+) \|",
        RegexOptions.Multiline)]
    private static partial Regex QuorumRow();

    [GeneratedRegex(
        @"^\| (?<voters>\d+) voters?, ((?<readers>\d+) readers?, )?(?<writers>\d+) writers? \| (?<options>[^|]*)\| "
        + @"(?<states>[\d,]+) \| (?<transitions>[\d,]+) \| (?<depth>\d+) \|",
        RegexOptions.Multiline)]
    private static partial Regex VariablesRow();
}
