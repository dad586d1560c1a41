using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Variables;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Tests.Quorum;

namespace Coterie.Tests.Variables;

/// <summary>
/// Runs of replicated variables in virtual time, and their traces; some of them doctored afterwards, so that the judge must see
/// what the run would then have done wrong. Processes 1 to 3 are voters.
/// </summary>
public sealed class VariablesRunTests
{
    private readonly Lazy<Trace> _trace = new(() => QuorumTrace.Record(Settings(1)).Trace);

    [Fact]
    public void Runs_with_faults_are_good_and_their_traces_are_judged_as_they_were()
    {
        var unknown = 0L;
        for (var seed = 1; seed <= 20; seed++)
        {
            PlannedFault[] faults =
            [
                new PlannedFault.Crash(new ProcessId(1), Seconds(3)),
                new PlannedFault.Restart(new ProcessId(1), Seconds(4), IsForgetful: true),
                new PlannedFault.Pause(new ProcessId(4), Seconds(12), Seconds(16)),
                new PlannedFault.Partition([[new ProcessId(1), new ProcessId(5)]], Seconds(20), Seconds(24)),
                new PlannedFault.Crash(new ProcessId(6), Seconds(26)),
            ];
            var settings = Settings(seed) with
            {
                Faults = faults,
                Network = new NetworkModel { Loss = new Chance(0.1), Duplicate = new Chance(0.05), Reorder = true },
            };
            var (summary, verdict) = QuorumTrace.RunAndCheck(settings);
            var first = summary.Violations.FirstOrDefault()?.Text;
            Assert.True(summary.Verdict == RunVerdict.Good, $"seed {seed}: {summary.Verdict}, {first}");
            Assert.True(verdict.Violation is null, $"seed {seed}: line {verdict.Violation?.Line}, {verdict.Violation?.Text}");
            Assert.Equal(summary.Figures, verdict.Summary.Figures);
            var figure = summary.Figures.Single(figure => figure.Label == "operations").Text!.Split(' ');
            Assert.True(long.Parse(figure[0], null) > 10, $"seed {seed}: {string.Join(' ', figure)}");
            unknown += long.Parse(figure[^2], null);
        }
        Assert.True(unknown > 0, "some outcomes must be unknown");
    }

    [Fact]
    public void A_single_voter_that_forgets_takes_the_value_with_it()
    {
        PlannedFault[] faults =
        [
            new PlannedFault.Crash(new ProcessId(1), Seconds(10)),
            new PlannedFault.Restart(new ProcessId(1), Seconds(11), IsForgetful: true),
        ];
        var settings = Settings(1, voters: 1) with { Faults = faults };
        var (summary, verdict) = QuorumTrace.RunAndCheck(settings);
        Assert.Equal((RunVerdict.Good, null), (summary.Verdict, verdict.Violation?.Text));
    }

    [Fact]
    public void The_judge_sees_a_voter_that_does_not_have_what_is_told()
    {
        // No voter has any value from the 40th event of such on.
        var taken = Events(happened => happened.Detail?.StartsWith("has the value", StringComparison.Ordinal) == true);
        var late = taken.Skip(40).ToHashSet();
        var violation = Violation(happened => late.Contains(happened) ? happened with { Detail = "has a cold" } : happened);
        Assert.Equal("Durability", violation.Rule);
        Assert.Matches(@"^Client \d tells the value at \d+\+\d+, which [01] of 3 voters have\.$", violation.Text);
    }

    [Fact]
    public void The_judge_sees_a_stamp_that_goes_back()
    {
        var told = Events(happened => happened.Detail?.StartsWith("read ", StringComparison.Ordinal) == true);
        var (first, last) = (told[0], told[^1]);
        var violation = Violation(happened => happened == last ? happened with { Detail = first.Detail } : happened);
        Assert.Equal("Stamps", violation.Rule);
        Assert.EndsWith(
            $"tells the value at {first.Detail!.Split(' ')[^1]} after that at {last.Detail!.Split(' ')[^1]}.", violation.Text);
    }

    [Fact]
    public void The_judge_sees_a_result_that_cannot_be()
    {
        var done = Events(happened => happened.Detail?.StartsWith("ends: done: ", StringComparison.Ordinal) == true)[^1];
        var violation = Violation(happened => happened == done ? happened with { Detail = "ends: done: 99999" } : happened);
        Assert.Equal("Linearizability", violation.Rule);
    }

    [Fact]
    public void The_judge_sees_an_operation_with_two_outcomes()
    {
        var ends = Events(happened => happened.Detail?.StartsWith("ends: ", StringComparison.Ordinal) == true);
        var next = ends.First(happened => happened.Process == ends[0].Process && happened != ends[0]);
        var violation = Violation(happened => happened == next ? happened with { Request = ends[0].Request } : happened);
        Assert.Equal(
            ("Outcomes", $"Client {next.Process} got an outcome of {ends[0].Request}, which had one before."), violation);
    }

    [Fact]
    public void The_judge_sees_an_operation_without_an_outcome()
    {
        var last = Events(happened => happened.Detail?.StartsWith("ends: ", StringComparison.Ordinal) == true)[^1];
        var violation = Violation(happened => happened == last ? happened with { Detail = "thinks" } : happened);
        Assert.Equal(("Progress", $"Client {last.Process} got no outcome of its operation {last.Request}."), violation);
    }

    private static VirtualSettings Settings(long seed, int voters = 3)
    {
        var settings = QuorumTrace.Settings(seed);
        var workload = new QuorumWorkload(voters, 1, 5 - voters);
        return settings with { Simulation = settings.Simulation with { Protocol = VariablesLab.Of(workload), Processes = 6 } };
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private List<TraceEvent> Events(Func<TraceEvent, bool> which) => [.. _trace.Value.Events.Where(which)];

    private (string Rule, string Text) Violation(Func<TraceEvent, TraceEvent> change)
    {
        var violation = QuorumTrace.Check(_trace.Value with { Events = [.. _trace.Value.Events.Select(change)] }).Violation;
        return (violation!.Rule, violation.Text);
    }
}
