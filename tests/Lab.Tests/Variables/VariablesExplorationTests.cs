using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Variables;
using Coterie.Lab.Variables.Museum;

namespace Coterie.Tests.Variables;

/// <summary>
/// Every state of a small group. The larger explorations, which take minutes, are in the table of <c>docs/explorer.md</c>.
/// </summary>
public sealed class VariablesExplorationTests
{
    // What is lost of a watch shows with a later beat, and an exploration has only those beats that not every voter gets.
    public static TheoryData<string> Exhibits => new(
        VariablesExhibit.All.Where(exhibit => exhibit.Needs != Circumstances.Loss).Select(exhibit => exhibit.Name));

    [Theory]
    [InlineData(1, 0, 2, 1, 0, false)]
    [InlineData(1, 1, 1, 1, 0, true)]
    [InlineData(3, 0, 1, 1, 0, false)]
    [InlineData(3, 0, 2, 0, 0, false)]
    [InlineData(3, 1, 1, 0, 0, false)]
    public void Nothing_is_wrong_in_any_state(int voters, int readers, int writers, int lapses, int crashes, bool loss)
    {
        var workload = new QuorumWorkload(voters, readers, writers) { Lapses = lapses };
        var exploration = new Explorer(Settings(workload) with { Crashes = crashes, Loss = loss }).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal(ExplorationEnding.Complete, exploration.Ending);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(0, 1, false)]
    [InlineData(0, 0, true)]
    public void Nothing_is_wrong_in_any_state_with_a_fault_if_no_message_is_late(int lapses, int crashes, bool loss)
    {
        var workload = new QuorumWorkload(3, 0, 2) { Lapses = lapses, Late = Lateness.Nothing };
        var exploration = new Explorer(Settings(workload) with { Crashes = crashes, Loss = loss }).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal(ExplorationEnding.Complete, exploration.Ending);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    public void Nothing_is_wrong_in_any_state_if_reads_keep_copies(int voters, int lapses)
    {
        var workload = new QuorumWorkload(voters, 1, 1) { Lapses = lapses, Late = Lateness.Stores, KeepsCopies = true };
        var exploration = new Explorer(Settings(workload) with { Requests = 2 }).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal(ExplorationEnding.Complete, exploration.Ending);
    }

    [Theory]
    [InlineData(1, 1, 1, 0, true, Lateness.Stores)]
    [InlineData(3, 2, 0, 0, false, Lateness.Stores)]
    [InlineData(3, 1, 0, 0, false, Lateness.All)]
    [InlineData(3, 1, 0, 1, false, Lateness.Nothing)]
    [InlineData(3, 1, 0, 0, true, Lateness.Nothing)]
    [InlineData(3, 1, 1, 0, false, Lateness.Nothing)]
    public void Nothing_is_wrong_in_any_state_if_a_client_watches(
        int voters, int writers, int lapses, int crashes, bool loss, Lateness late)
    {
        var workload = new QuorumWorkload(voters, 1, writers) { Lapses = lapses, Late = late, Watchers = 1 };
        var exploration = new Explorer(Settings(workload) with { Crashes = crashes, Loss = loss }).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal(ExplorationEnding.Complete, exploration.Ending);
    }

    [Theory]
    [MemberData(nameof(Exhibits))]
    public void A_broken_rule_shows_and_the_judge_sees_the_same_in_its_steps(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var settings = new ExplorationSettings(exhibit.Protocol, exhibit.Processes, exhibit.Requests)
        {
            Crashes = exhibit.Needs == Circumstances.Restart ? 1 : 0,
        };
        var finding = new Explorer(settings).Run().Finding;
        Assert.Equal(exhibit.Breaks, finding?.Property);
        var judge = settings.Protocol.MakeJudge(settings.Processes);
        foreach (var happening in finding!.Steps)
            happening.Tell(judge);
        Assert.Contains(judge.Finish(null).Violations, violation => violation.Property == exhibit.Breaks);
    }

    private static ExplorationSettings Settings(QuorumWorkload workload) =>
        new(VariablesLab.Of(workload), workload.Processes, 1);
}
