using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Quorum.Museum;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Every state of a small group. The larger explorations, which take minutes, are in the table of <c>docs/explorer.md</c>.
/// </summary>
public sealed class QuorumExplorationTests
{
    /// <summary>The exhibits that need a crash.</summary>
    public static TheoryData<string> AfterCrash => new(
        QuorumExhibit.All.Where(exhibit => exhibit.Needs == Circumstances.Restart).Select(exhibit => exhibit.Name));

    [Theory]
    [InlineData(1, 1, 1, 1, true, 813)]
    [InlineData(1, 2, 1, 1, true, 187_475)]
    [InlineData(3, 1, 1, 1, false, 93_720)]
    [InlineData(3, 1, 1, 0, true, 4_188)]
    [InlineData(3, 2, 0, 0, false, 1_695)]
    public void Nothing_is_wrong_in_any_state(int voters, int clients, int lapses, int crashes, bool loss, int states)
    {
        var exploration = new Explorer(Settings(voters, clients, lapses, crashes, loss)).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal((ExplorationEnding.Complete, states), (exploration.Ending, exploration.States));
    }

    [Theory]
    [InlineData(1, 1, false, 209_615)]
    [InlineData(1, 0, true, 171_209)]
    [InlineData(0, 1, true, 131_871)]
    public void Nothing_is_wrong_in_any_state_with_two_kinds_of_faults_if_no_message_is_late(
        int lapses, int crashes, bool loss, int states)
    {
        var settings = Settings(voters: 3, clients: 2, lapses, crashes, loss, Lateness.Nothing);
        var exploration = new Explorer(settings).Run();
        Assert.Null(exploration.Finding);
        Assert.Equal((ExplorationEnding.Complete, states), (exploration.Ending, exploration.States));
    }

    [Fact]
    public void Voters_are_alike_and_the_order_in_which_they_are_numbered_makes_no_states()
    {
        var settings = Settings(voters: 3, clients: 1, lapses: 1, crashes: 0, loss: true);
        var apart = new Explorer(settings with { Protocol = settings.Protocol with { ServersAreAlike = false } }).Run();
        var alike = new Explorer(settings).Run();
        Assert.Equal(ExplorationEnding.Complete, apart.Ending);
        // A state has six numberings of its voters, fewer where voters are in the same state.
        Assert.InRange(apart.States, alike.States * 2, alike.States * 6);
    }

    [Theory]
    [MemberData(nameof(AfterCrash))]
    public void A_broken_rule_shows_after_a_crash_and_the_judge_sees_the_same_in_its_steps(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var settings = new ExplorationSettings(exhibit.Protocol, exhibit.Processes, exhibit.Requests) { Crashes = 1 };
        var finding = new Explorer(settings).Run().Finding;
        Assert.Equal(exhibit.Breaks, finding?.Property);
        var judge = settings.Protocol.MakeJudge(settings.Processes);
        foreach (var happening in finding!.Steps)
            happening.Tell(judge);
        Assert.Contains(judge.Finish(null).Violations, violation => violation.Property == exhibit.Breaks);
    }

    private static ExplorationSettings Settings(
        int voters, int clients, int lapses, int crashes, bool loss, Lateness late = Lateness.Requests)
    {
        var workload = new QuorumWorkload(voters, 0, clients) { Lapses = lapses, Late = late };
        return new ExplorationSettings(QuorumLab.Of(workload), workload.Processes, 1) { Crashes = crashes, Loss = loss };
    }
}
