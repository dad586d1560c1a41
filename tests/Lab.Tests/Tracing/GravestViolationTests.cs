using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Tests.Tracing;

/// <summary>Of several violations the gravest comes first, and each entry shows the rule that it violated itself.</summary>
public sealed class GravestViolationTests
{
    private static readonly Trace Broken =
        RecordedRuns.Of(ProtocolCatalogue.Find("ricart-agrawala", "no-tie-break")!, 4, seed: 4, requests: 6);

    [Fact]
    public void The_gravest_violation_comes_first_even_if_a_lesser_one_happened_earlier()
    {
        var verdict = TraceJudge.Check(new TraceReader(TraceFiles.Stream(TraceFiles.Write(Broken))));
        Assert.Equal("Exclusion", verdict.Violation!.Rule);
        Assert.Equal(verdict.Others.Select(other => other.Rule).Append("Exclusion").Distinct().Count(), verdict.Others.Count + 1);
        Assert.Equal(Broken.Events.Count, verdict.Events);
    }

    [Fact]
    public void An_entry_that_violated_exclusion_is_reported_and_others_are_not()
    {
        var index = new TraceIndex(Broken);
        var first = TraceJudge.Check(new TraceReader(TraceFiles.Stream(TraceFiles.Write(Broken)))).Violation!;
        var entry = index.Entries.First(entry => entry.Entered.At == first.At && entry.Process == first.Process);
        Assert.Contains(Explanation.Judged(index, entry).Violations, violation => violation.Text == first.Text);
        Assert.DoesNotContain(
            Explanation.Judged(index, index.Entries[0]).Violations,
            violation => violation.Rule == MutexProperties.Exclusion.Name);
    }
}
