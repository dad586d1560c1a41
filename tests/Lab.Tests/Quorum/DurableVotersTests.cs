using Coterie.Lab.Exploring;
using Coterie.Lab.Hunting;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Variables;
using Coterie.Lab.Virtual;
using Coterie.Tests.Virtual;

namespace Coterie.Tests.Quorum;

/// <summary>Voters that store what they must not forget: any number of them may restart at once.</summary>
public sealed class DurableVotersTests
{
    private static readonly int Schedules = SeededRunTests.Number("TESTS_SEEDED_RUNS", 1_000);
    private static readonly int FirstSeed = SeededRunTests.Number("TESTS_FIRST_SEED", 1);

    [Theory]
    [InlineData(QuorumLab.Name)]
    [InlineData(VariablesLab.Name)]
    public void Nothing_goes_wrong_in_runs_in_which_all_of_them_restart(string protocol)
    {
        var (durable, restarts) = (Of(protocol, QuorumWorkload.Of(2)), 0);
        foreach (var seed in Enumerable.Range(FirstSeed, Schedules))
        {
            var settings = HuntingGround.Of(durable, seed);
            restarts += settings.Faults.Count(fault => fault is PlannedFault.Restart { Process.Value: <= 3 }) >= 3 ? 1 : 0;
            var story = Trial.Of(settings);
            Assert.True(story is null, $"seed {seed}: {story?.Violation}");
        }
        Assert.True(restarts > Schedules / 4, $"all voters restart in {restarts} of {Schedules} runs");
    }

    [Theory]
    [InlineData(QuorumLab.Name, 3, 2, 0, 1, 1_167)]
    [InlineData(QuorumLab.Name, 3, 1, 1, 2, 77_520)]
    [InlineData(VariablesLab.Name, 1, 2, 0, 2, 4_427)]
    [InlineData(VariablesLab.Name, 3, 1, 0, 2, 832)]
    [InlineData(VariablesLab.Name, 3, 2, 0, 1, 520)]
    public void Nothing_is_wrong_in_any_state(string protocol, int voters, int writers, int lapses, int crashes, int states)
    {
        var workload = new QuorumWorkload(voters, 0, writers) { Lapses = lapses, Late = Lateness.Nothing };
        var settings = new ExplorationSettings(Of(protocol, workload), workload.Processes, 1) { Crashes = crashes };
        var exploration = new Explorer(settings).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal((ExplorationEnding.Complete, states), (exploration.Ending, exploration.States));
    }

    private static Protocol Of(string protocol, QuorumWorkload workload) => protocol == QuorumLab.Name
        ? QuorumLab.Of(workload with { IsDurable = true })
        : VariablesLab.Of(workload with { IsDurable = true });
}
