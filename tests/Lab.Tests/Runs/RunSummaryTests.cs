using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Runs;

public sealed class RunSummaryTests
{
    [Theory]
    [InlineData(new long[] { 3, 3, 3 }, 1.0)]
    [InlineData(new long[] { 9, 0, 0 }, 1.0 / 3)]
    [InlineData(new long[] { 1, 2, 3 }, 36.0 / 42)]
    public void Fairness_is_Jains_index(long[] entries, double expected) =>
        Assert.Equal(expected, Summary(entries).Fairness!.Value, 12);

    [Fact]
    public void If_nobody_entered_there_is_neither_fairness_nor_a_count_per_entry()
    {
        var summary = Summary(0, 0);
        Assert.Null(summary.Fairness);
        Assert.Null(summary.MessagesPerEntry);
    }

    private static RunSummary Summary(params long[] entries)
    {
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        return new RunSummary(protocol, entries.Length, default, 0, new MessageCounts([], 0, 0), null, entries, 1, null, [], 0);
    }
}
