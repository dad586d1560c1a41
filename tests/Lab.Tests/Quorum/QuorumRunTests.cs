using Akka.Configuration;
using Coterie.Lab.Quorum;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Quorum;

/// <summary>Runs of the lock by votes in virtual and in real time, and their traces.</summary>
public sealed class QuorumRunTests
{
    private static readonly Config Quiet =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

    [Fact]
    public void Runs_on_a_network_that_loses_doubles_and_reorders_are_good_and_their_traces_are_judged_as_they_were()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var settings = QuorumTrace.Settings(seed) with
            {
                Network = new NetworkModel { Loss = new Chance(0.03), Duplicate = new Chance(0.05), Reorder = true },
            };
            AssertJudgedAlike(settings, seed, RunVerdict.Good);
        }
    }

    [Fact]
    public void Leases_run_out_voters_forget_and_the_network_falls_apart()
    {
        var lost = 0L;
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
            var summary = AssertJudgedAlike(QuorumTrace.Settings(seed) with { Faults = faults }, seed, RunVerdict.Good);
            Assert.Equal("nobody waits for a client that is gone", summary.Tolerance);
            lost += long.Parse(summary.Figures[0].Text!, null);
        }
        Assert.True(lost > 0);
    }

    [Fact]
    public void A_majority_tolerates_the_crash_of_a_minority()
    {
        var summary = Run(new PlannedFault.Crash(new ProcessId(2), Seconds(5)));
        Assert.Equal(
            (RunVerdict.Good, "the 2 voters that are left are a majority of 3"), (summary.Verdict, summary.Tolerance));
        Assert.True(summary.Entries > 10);
    }

    [Fact]
    public void Without_a_majority_nobody_enters()
    {
        PlannedFault[] crashes =
            [new PlannedFault.Crash(new ProcessId(2), Seconds(5)), new PlannedFault.Crash(new ProcessId(3), Seconds(5))];
        var summary = Run(crashes);
        Assert.Equal((RunVerdict.Incomplete, null), (summary.Verdict, summary.Tolerance));
        Assert.Contains(new Figure("voters left", "1 of 3: no majority, so nobody enters"), summary.Figures);
    }

    [Fact]
    public async Task Actors_take_the_lock_in_real_time()
    {
        using var close = new CancellationTokenSource();
        var settings = new SimulationSettings(
            6, TimeSpan.FromHours(1), Milliseconds(0, 5), Milliseconds(0, 5), 1, Seconds(10), QuorumLab.Quorum);
        var summary = await ActorSimulation.RunAsync(
            settings, Quiet, listener: new EndAfter(30, close), close: close.Token);
        Assert.True(summary.Verdict == RunVerdict.Good, string.Join('\n', summary.Violations.Select(found => found.Text)));
        Assert.All(summary.EntriesPerProcess.Take(3), entries => Assert.Equal(0, entries));
        Assert.True(summary.Entries >= 30);
    }

    /// <summary>Ends a run after so many entries.</summary>
    private sealed class EndAfter(int entries, CancellationTokenSource close) : IRunListener
    {
        private int _entries;

        public void On(TimeSpan at, in Step step)
        {
            if (step.Find(Deed.Entered) is not null && ++_entries == entries)
                close.Cancel();
        }
    }

    private static RunSummary Run(params PlannedFault[] faults) =>
        VirtualSimulation.Run(QuorumTrace.Settings(1) with { Faults = faults });

    private static RunSummary AssertJudgedAlike(VirtualSettings settings, long seed, RunVerdict expected)
    {
        var (summary, verdict) = QuorumTrace.RunAndCheck(settings);
        Assert.True(summary.Verdict == expected, $"seed {seed}: {summary.Verdict}, {summary.Violations.FirstOrDefault()?.Text}");
        Assert.True(verdict.Violation is null, $"seed {seed}: line {verdict.Violation?.Line}, {verdict.Violation?.Text}");
        Assert.Equal(
            (summary.Messages.Resent, summary.Messages.ForEntries, summary.Waiting, summary.Tolerance),
            (
                verdict.Summary.Messages.Resent,
                verdict.Summary.Messages.ForEntries,
                verdict.Summary.Waiting,
                verdict.Summary.Tolerance));
        Assert.Equal(summary.Messages.ByKind, verdict.Summary.Messages.ByKind);
        Assert.Equal(summary.Figures, verdict.Summary.Figures);
        Assert.Equal(summary.EntriesPerProcess, verdict.Summary.EntriesPerProcess);
        return summary;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static DurationRange Milliseconds(int shortest, int longest) =>
        new(TimeSpan.FromMilliseconds(shortest), TimeSpan.FromMilliseconds(longest));
}
