using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Mutex;

/// <summary>A token that is lost in a crash: a new one is made, and never two are inside.</summary>
public sealed class RegenerationTests() : CrashBearingTests(RegenerationLab.Regenerated)
{
    [Theory]
    [InlineData(2, 1, 1, 698)]
    [InlineData(2, 2, 1, 10_274)]
    [InlineData(2, 1, 2, 3_374)]
    [InlineData(3, 1, 0, 5_109)]
    [InlineData(3, 1, 1, 119_375)]
    public void Every_state_is_good_while_processes_crash_and_come_back(
        int processes, int requests, int crashes, int states) =>
        AssertEveryStateIsGood(processes, requests, crashes, states);

    [Fact]
    public void After_the_crash_of_the_process_that_has_the_token_the_others_go_on()
    {
        var crash = new PlannedFault.Crash(new ProcessId(1), TimeSpan.Zero);
        var summary = CrashRuns.Run(RegenerationLab.Regenerated, 4, 3, crash);
        Assert.Equal(RunVerdict.Good, summary.Verdict);
        Assert.True(summary.Messages.Of("token") > 0);
        Assert.All(summary.EntriesPerProcess.Skip(1), entries => Assert.True(entries > 0));
    }
}
