using Coterie.Lab.Exploring;
using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;

namespace Coterie.Tests.Mutex;

/// <summary>What holds for every protocol of mutual exclusion that goes on after a crash.</summary>
/// <param name="protocol">The protocol.</param>
public abstract class CrashBearingTests(Protocol protocol)
{
    [Fact]
    public void Random_runs_with_many_crashes_are_good()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var summary = CrashRuns.Run(protocol, 5, seed, [.. CrashRuns.Crashes(seed)]);
            Assert.True(summary.IsGood, $"seed {seed}: {summary.Violations.FirstOrDefault()}");
            Assert.True(summary.Entries > 0, $"seed {seed}: nobody entered");
        }
    }

    [Fact]
    public void A_hunt_finds_nothing() => Assert.Null(new Hunter(protocol).Run(1, 500)?.Story.Violation.Text);

    /// <summary>Explores completely while processes crash and come back, and finds nothing wrong.</summary>
    protected void AssertEveryStateIsGood(int processes, int requests, int crashes, int states)
    {
        var exploration = new Explorer(new ExplorationSettings(protocol, processes, requests) { Crashes = crashes }).Run();
        Assert.Equal(
            (ExplorationEnding.Complete, null, states),
            (exploration.Ending, exploration.Finding?.Text, exploration.States));
    }
}
