using Coterie.Host.Simulate;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.Tests.Simulate;

/// <summary>The summary of a run: its first sentence, and figures that mean something.</summary>
public sealed class SummaryTextTests
{
    [Theory]
    [InlineData("0 0 0", 0, 0, "Nobody entered")]
    [InlineData("0 0 0", 3, 0, "Nobody entered, and 3 were still waiting at the end")]
    [InlineData("1 0 1", 1, 0, "2 of 3 processes entered, and 1 was still waiting at the end")]
    [InlineData("4 0 1", 0, 0, "2 of 3 processes entered, 5 times in all")]
    [InlineData("1 1 1", 0, 0, "All 3 processes entered")]
    [InlineData("2 1", 0, 0, "Both processes entered, 3 times in all")]
    [InlineData("7", 0, 0, "The only process entered, 7 times in all")]
    [InlineData("1 0 0", 0, 2, "1 of 3 processes entered, and 2 would wait for ever")]
    [InlineData("1 1 0", 0, 3, "2 of 3 processes entered, and then all 3 would wait for ever")]
    public void The_first_sentence_says_who_entered_and_who_waited(string entries, int withdrawn, int waiting, string sentence) =>
        Assert.Equal(sentence, OutcomeText.Of(Summary([.. entries.Split(' ').Select(long.Parse)], withdrawn, waiting)));

    [Fact]
    public void In_a_run_that_was_cut_nobody_waits_for_ever() => Assert.Equal(
        "1 of 3 processes entered, and 2 were still waiting when the run was cut",
        OutcomeText.Of(Summary([1, 0, 0], 0, 2) with { IsCut = true }));

    [Theory]
    [InlineData(1, "waiting time         3.000 s")]
    [InlineData(2, "waiting time         median 1.000 s, longest 3.000 s")]
    [InlineData(19, "waiting time         median 1.000 s, longest 3.000 s")]
    [InlineData(20, "waiting time         median 1.000 s, 95th percentile 2.000 s, longest 3.000 s")]
    public void A_short_run_has_no_95th_percentile(int entries, string line) =>
        Assert.Contains(line, SummaryText.Figures(Summary([entries, 0], 0, 0)));

    [Theory]
    [InlineData("1 1 1", "fairness (Jain)      too few entries to say (3 entries, 3 processes)")]
    [InlineData("1 0 0", "fairness (Jain)      too few entries to say (1 entry, 3 processes)")]
    [InlineData("6 0 0", "fairness (Jain)      0.333 (1 = all alike)")]
    public void With_fewer_than_two_entries_per_process_there_is_no_fairness(string entries, string line) =>
        Assert.Contains(line, SummaryText.Figures(Summary([.. entries.Split(' ').Select(long.Parse)], 0, 0)));

    private static RunSummary Summary(long[] entries, int withdrawn, int waiting) => new(
        MutexAlgorithms.RicartAgrawala.InLab(),
        entries.Length,
        TimeSpan.FromSeconds(10),
        withdrawn,
        new MessageCounts([], 0, 0),
        new WaitingTimes(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), entries.Sum()),
        entries,
        1,
        null,
        [],
        0)
    {
        StillWaiting = [.. Enumerable.Range(1, waiting).Select(id => new ProcessId(id))],
    };
}
