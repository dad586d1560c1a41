using Coterie.Lab.Running;

namespace Coterie.Tests.Running;

/// <summary>The rules of a run and of its nodes together, over many random schedules: whatever happens, the run ends.</summary>
public sealed class RandomRunTests
{
    private const int Seeds = 60;

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 5, 0, 0)]
    [InlineData(3, 7, 0.2, 0)]
    [InlineData(3, 7, 0, 0.3)]
    [InlineData(5, 12, 0.4, 0.4)]
    public void A_run_that_nobody_disturbs_ends_well_over_any_network(int nodes, int processes, double loss, double doubling)
    {
        ForEachSeed(new RunWorldSettings(nodes, processes) { Loss = loss, Doubling = doubling, TooMany = 1 }, world =>
        {
            Assert.Equal([new RunEffect.Finish(1, null)], world.Ends);
            var members = world.All.Where(node => node.Phase != NodePhase.Waiting).ToList();
            Assert.Equal(nodes, members.Count);
            foreach (var node in members)
            {
                Assert.Equal(NodePhase.Finishing, node.Phase);
                Assert.Equal(1, node.Times<NodeEffect.Make>());
                Assert.Equal(1, node.Times<NodeEffect.BeginWork>());
                Assert.Equal(1, node.Times<NodeEffect.CloseWorkers>());
                Assert.Equal(2, node.Times<NodeEffect.AskProcesses>());
            }
            AssertEveryRecordIsMergedOnceAndInOrder(world, whole: true);
        });
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.3)]
    public void A_run_that_is_closed_or_left_ends_once(double loss, double doubling)
    {
        var settings = new RunWorldSettings(3, 7) { Loss = loss, Doubling = doubling, Closes = 0.7, Leaves = 0.3, TooMany = 1 };
        ForEachSeed(settings, world =>
        {
            var end = Assert.Single(world.Ends);
            Assert.True(end is RunEffect.Finish { Stopped: null } or RunEffect.Fail { Reason: "it was ended before it began" });
            AssertEveryRecordIsMergedOnceAndInOrder(world, whole: end is RunEffect.Finish);
        });
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.3)]
    public void A_run_whose_nodes_are_lost_ends_once(double loss, double doubling)
    {
        var settings = new RunWorldSettings(4, 9)
        {
            Loss = loss,
            Doubling = doubling,
            Losses = 0.4,
            Closes = 0.3,
            Leaves = 0.1,
            TooMany = 2,
        };
        ForEachSeed(settings, world =>
        {
            Assert.Single(world.Ends);
            AssertEveryRecordIsMergedOnceAndInOrder(world, whole: false);
        });
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.3)]
    public void A_run_with_every_kind_of_accident_ends_once(double loss, double doubling)
    {
        var settings = new RunWorldSettings(4, 9)
        {
            Loss = loss,
            Doubling = doubling,
            Losses = 0.1,
            Closes = 0.2,
            Leaves = 0.1,
            Failures = 0.1,
            Stops = 0.3,
            TooMany = 1,
        };
        ForEachSeed(settings, world =>
        {
            Assert.Single(world.Ends);
            AssertEveryRecordIsMergedOnceAndInOrder(world, whole: false);
        });
    }

    private static void ForEachSeed(RunWorldSettings settings, Action<RunWorld> check)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            RunWorld? world = null;
            try
            {
                world = new RunWorld(seed, settings).Run();
                check(world);
                AssertEveryNodeKnowsTheEnd(world);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed} of {settings}, in {world?.Phase} after {world?.Now}: {failure}");
            }
        }
    }

    private static void AssertEveryNodeKnowsTheEnd(RunWorld world)
    {
        Assert.Equal(RunPhase.Done, world.Phase);
        foreach (var node in world.Members.Skip(1).Where(node => !node.IsDead))
            Assert.Equal(world.Ends[0] is RunEffect.Finish, node.Ended[0].IsGood);
    }

    // The steps of a node arrive whole, or, if it was lost or the run was cut, up to some step; none arrives after the loss
    // was reported. All clocks are known before the first step.
    private static void AssertEveryRecordIsMergedOnceAndInOrder(RunWorld world, bool whole)
    {
        var merged = world.Record.OfType<RunEffect.Merge>().ToList();
        foreach (var record in merged.GroupBy(merge => merge.Number, merge => merge.Steps))
        {
            var steps = record.SelectMany(part => part).ToList();
            var node = Assert.Single(world.All, node => node.Steps.Count > 0 && node.Steps[0].Process == steps[0].Process);
            Assert.Equal(node.Steps.Take(steps.Count), steps);
        }
        if (whole)
            Assert.Equal(world.All.Sum(node => node.Steps.Count), merged.Sum(merge => merge.Steps.Count));
        foreach (var lost in world.Record.OfType<RunEffect.Lose>())
        {
            var later = world.Record.SkipWhile(effect => effect != lost).OfType<RunEffect.Merge>();
            Assert.DoesNotContain(lost.Number, later.Select(merge => merge.Number));
        }
        Assert.DoesNotContain(world.Record.SkipWhile(effect => effect is RunEffect.Offset), effect => effect is RunEffect.Offset);
    }
}
