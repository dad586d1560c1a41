using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Virtual;

namespace Coterie.Tests.Exploring;

/// <summary>A machine learns how many times its process has lost its memory.</summary>
public sealed class IncarnationTests
{
    [Theory]
    [InlineData(Recollection.Nothing, true, "1 2 3")]
    [InlineData(Recollection.Stored, true, "1 2 3")]
    [InlineData(Recollection.Nothing, false, "1")]
    [InlineData(Recollection.Everything, true, "1")]
    public void In_an_exploration(Recollection recollection, bool hasIncarnations, string lives)
    {
        var seen = new SortedSet<long>();
        var protocol = Of(seen, recollection, hasIncarnations) with { Client = _ => null };
        var exploration = new Explorer(new ExplorationSettings(protocol, 1, 1) { Crashes = 2 }).Run();
        Assert.Equal((ExplorationEnding.Complete, null), (exploration.Ending, exploration.Finding));
        Assert.Equal(lives, string.Join(' ', seen));
    }

    [Theory]
    [InlineData(Recollection.Nothing, "1 2 3")]
    [InlineData(Recollection.Everything, "1")]
    public void In_a_virtual_run(Recollection recollection, string lives)
    {
        var seen = new SortedSet<long>();
        var faults = new PlannedFault[]
        {
            new PlannedFault.Crash(new ProcessId(1), Scenario.Seconds(1)),
            new PlannedFault.Restart(new ProcessId(1), Scenario.Seconds(2)),
            new PlannedFault.Crash(new ProcessId(1), Scenario.Seconds(3)),
            new PlannedFault.Restart(new ProcessId(1), Scenario.Seconds(4)),
        };
        VirtualSimulation.Run(Scenario.Of(1, 5, "1s", "1s", Of(seen, recollection, true), faults: faults));
        Assert.Equal(lives, string.Join(' ', seen));
    }

    private static Protocol Of(SortedSet<long> seen, Recollection recollection, bool hasIncarnations) =>
        MutexAlgorithms.RicartAgrawala.InLab() with
        {
            Create = setup => new Counter(seen, setup.Incarnation),
            Recollection = recollection,
            HasIncarnations = hasIncarnations,
        };

    private sealed class Counter(SortedSet<long> seen, long incarnation) : IMachine
    {
        public void On(in Input input, TimeSpan now, Outbox outbox) => seen.Add(incarnation);

        public void Exchange(StateCodec codec)
        {
        }

        public void Check()
        {
        }
    }
}
