using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Mutex;

/// <summary>A central coordinator that crashes: a new one is elected, and never two are inside.</summary>
public sealed class ElectionTests() : CrashBearingTests(ElectionLab.Elected)
{
    private static readonly ProcessId First = new(1);

    [Theory]
    [InlineData(2, 1, 1, 1_207)]
    [InlineData(2, 2, 1, 11_774)]
    [InlineData(2, 1, 2, 11_597)]
    [InlineData(3, 1, 0, 623)]
    [InlineData(3, 1, 1, 215_916)]
    public void Every_state_is_good_while_processes_crash_and_come_back(
        int processes, int requests, int crashes, int states) =>
        AssertEveryStateIsGood(processes, requests, crashes, states);

    [Fact]
    public void After_the_crash_of_the_coordinator_the_others_go_on()
    {
        var summary = CrashRuns.Run(ElectionLab.Elected, 5, 3, new PlannedFault.Crash(First, TimeSpan.FromSeconds(3)));
        Assert.Equal(RunVerdict.Good, summary.Verdict);
        Assert.True(summary.EntriesPerProcess[1] > summary.EntriesPerProcess[0], string.Join(' ', summary.EntriesPerProcess));
    }

    [Fact]
    public void A_coordinator_that_asks_nobody_lets_one_in_beside_another()
    {
        var protocol = ProtocolCatalogue.FindExhibit("asks-nobody")!.Protocol;
        var exploration = new Explorer(new ExplorationSettings(protocol, 3, 1) { Crashes = 1 }).Run();
        Assert.Equal(MutexProperties.Exclusion, exploration.Finding?.Property);
        Assert.Null(new Explorer(new ExplorationSettings(protocol, 3, 1)).Run().Finding);
    }

    [Fact]
    public void What_its_time_outs_rely_on_is_checked()
    {
        var settings = CrashRuns.Settings(ElectionLab.Elected, 3, 1);
        Refused("latency", settings with
        {
            Network = new NetworkModel { Latency = Latency.Constant(TimeSpan.FromMilliseconds(41)) },
        });
        Refused("pause", settings with
        {
            Faults = [new PlannedFault.Pause(First, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))],
        });
        Assert.Null(SettingsCheck.Find(settings with
        {
            Network = new NetworkModel { Latency = Latency.Constant(TimeSpan.FromMilliseconds(40)) },
        }));
    }

    private static void Refused(string what, VirtualSettings settings) => Assert.Equal(what, SettingsCheck.Find(settings)?.What);
}
