using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Variables;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Variables;

/// <summary>A trace keeps what its judge needs.</summary>
public sealed class VariablesTraceTests
{
    [Fact]
    public void Trace_shows_that_a_voter_votes_again_without_the_values()
    {
        const string workload = "2 voters, 0 readers, 1 writer, lease 30 ms, 1 lapse";
        var protocol = ProtocolCatalogue.Find(VariablesLab.Name, "recovers-without-values", workload)!;
        var events = new List<TraceEvent>();
        var summary = VirtualSimulation.Run(Settings(protocol), [new TraceRecorder(3, protocol, events.Add)]);
        var header = new TraceHeader(protocol.Name, 3, 23, true, DateTimeOffset.UnixEpoch)
        {
            Bug = protocol.Bug,
            Workload = workload,
        };
        var verdict = TraceJudge.Check(new Trace(header, events))!;
        Assert.Contains(events, happened => happened is { Kind: TraceEventKind.Note, Detail: "votes again", Process.Value: 1 });
        Assert.Equal(VariablesProperties.Durability.Name, verdict.Violation?.Rule);
        Assert.Contains(summary.Violations, violation => violation.Text == verdict.Violation!.Text);
    }

    // As the hunt has found it.
    private static VirtualSettings Settings(Protocol protocol) => new(new SimulationSettings(
        3,
        TimeSpan.FromSeconds(2),
        DurationRange.TryParse("0")!,
        DurationRange.TryParse("1ms")!,
        Seed: 23,
        TimeSpan.FromMilliseconds(10),
        protocol))
    {
        Network = new NetworkModel { Latency = Latency.TryParse("1ms..9ms")! },
        Requests = 1,
        ChecksInvariants = false,
        Faults =
        [
            new PlannedFault.Crash(new ProcessId(1), TimeSpan.FromMilliseconds(79)),
            new PlannedFault.Restart(new ProcessId(1), TimeSpan.FromMilliseconds(114)),
        ],
    };
}
