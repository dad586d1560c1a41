using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Tests.Tracing;

/// <summary>
/// Our own traces are readable, whatever the run: written as a file, read and judged, and the figures are those of the run.
/// </summary>
public sealed class OwnTracesTests
{
    private const int Seeds = 120;

    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void The_trace_of_any_run_can_be_read_and_is_good(string name)
    {
        var protocol = ProtocolCatalogue.Find(name)!;
        var cut = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (settings, stream) = (Of(protocol, seed), new MemoryStream());
            RunSummary summary;
            using (
                var writer = new TraceWriter(
                    stream, new TraceHeader(name, settings.Simulation.Processes, seed, true, DateTimeOffset.UnixEpoch)))
            {
                summary = VirtualSimulation.Run(
                    settings, [new TraceRecorder(settings.Simulation.Processes, protocol, writer.Write)]);
                writer.End(summary.IsCut);
            }
            var verdict = TraceJudge.Check(new TraceReader(new MemoryStream(stream.ToArray())));
            cut += summary.IsCut ? 1 : 0;
            Assert.True(
                verdict.Violation is null, $"{name}, seed {seed}: line {verdict.Violation?.Line}, {verdict.Violation?.Text}");
            Assert.Equal(
                (
                    summary.Verdict,
                    summary.Entries,
                    summary.Withdrawn,
                    summary.Messages.Total,
                    summary.MessagesPerEntry,
                    summary.Waiting),
                (
                    verdict.Summary.Verdict,
                    verdict.Summary.Entries,
                    verdict.Summary.Withdrawn,
                    verdict.Summary.Messages.Total,
                    verdict.Summary.MessagesPerEntry,
                    verdict.Summary.Waiting));
        }
        Assert.InRange(cut, 1, Seeds / 3);
    }

    private static VirtualSettings Of(Protocol protocol, int seed)
    {
        var few = DurationRange.TryParse("0..5ms")!;
        var simulation = new SimulationSettings(
            2 + (seed % 5), TimeSpan.FromMilliseconds(400), few, few, seed, TimeSpan.FromMilliseconds(50), protocol);
        return new VirtualSettings(simulation)
        {
            Network =
                new NetworkModel { Latency = Latency.TryParse("exp:20ms")!, Reorder = !protocol.Needs.InOrder && seed % 2 == 1 },
            Requests = seed % 3 == 0 ? 3 : null,
        };
    }
}
