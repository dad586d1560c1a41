using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.Algorithms.CentralProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;
using static Coterie.Tests.Mutex.MutexSteps;

namespace Coterie.Tests.Mutex;

/// <summary>Who is passed while it waits: what the judge sees, and of which rules it sees it.</summary>
public sealed class OvertakingTests
{
    private static readonly ProcessId P1 = new(1), P2 = new(2), P3 = new(3);
    private readonly RunJudge _judge = MutexAlgorithms.Central.InLab().MakeJudge(3);

    [Fact]
    public void Whoever_is_passed_twice_by_the_same_process_is_named_with_the_one_that_passed_it()
    {
        Asks(P3, 1);
        Arrives(P3, 1);
        InAndOut(P1, 1);
        InAndOut(P2, 1);
        Assert.DoesNotContain(_judge.Finish(null).Violations, violation => violation.Property == MutexProperties.Overtaking);
        InAndOut(P1, 2);
        var violation = Assert.Single(_judge.Finish(null).Violations, v => v.Property == MutexProperties.Overtaking);
        Assert.Equal(
            "Process 3 waits with request 1.3 and was passed 3 times, 2 times by Process 1, which entered with request 2.1.",
            violation.Text);
        Assert.Equal("Process 3: 3 entries of others while 1.3 waited", Assert.Single(_judge.Finish(null).Figures).Text);
    }

    [Fact]
    public void A_request_that_has_not_arrived_cannot_be_passed()
    {
        Asks(P3, 1);
        InAndOut(P1, 1);
        InAndOut(P1, 2);
        Arrives(P3, 1);
        InAndOut(P1, 3);
        Assert.DoesNotContain(_judge.Finish(null).Violations, violation => violation.Property == MutexProperties.Overtaking);
        Assert.Equal("Process 3: 1 entry of others while 1.3 waited", Assert.Single(_judge.Finish(null).Figures).Text);
    }

    [Theory]
    [InlineData("newest-first", 6)]
    [InlineData("smallest-number-first", 4)]
    public void An_unfair_coordinator_is_seen_in_a_run_and_a_fair_one_is_not(string bug, int processes)
    {
        Assert.Contains(
            Run(ProtocolCatalogue.FindExhibit(bug)!.Protocol, processes).Violations,
            violation => violation.Property == MutexProperties.Overtaking);
        Assert.True(Run(MutexAlgorithms.Central.InLab(), processes).IsGood);
    }

    private static RunSummary Run(Protocol protocol, int processes) => VirtualSimulation.Run(new VirtualSettings(
        new SimulationSettings(
            processes,
            TimeSpan.FromSeconds(20),
            new DurationRange(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
            new DurationRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)),
            3,
            TimeSpan.FromSeconds(10),
            protocol)));

    private void Asks(ProcessId process, long clock) =>
        Tell(MutexSteps.Asks(new(clock, process), Sends(P1, new Request(new(clock, process)))));

    private void Arrives(ProcessId process, long clock) => Tell(Receives(P1, new Request(new(clock, process))));

    private void InAndOut(ProcessId process, long clock)
    {
        var request = new Timestamp(clock, process);
        Tell(MutexSteps.Asks(request));
        Tell(Receives(process, new Grant(P2, request), Enters(request)));
        Tell(Leaves(request));
    }

    private void Tell(RecordedStep step) => _judge.On(step.At, step.ToStep());
}
