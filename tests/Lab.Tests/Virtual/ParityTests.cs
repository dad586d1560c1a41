using Akka.Configuration;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Tests.Virtual;

/// <summary>A virtual run is one that actors could have made: the same judge accepts the traces of both.</summary>
public sealed class ParityTests
{
    private static readonly Config Quiet =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

    [Fact]
    public async Task One_scenario_run_by_actors_and_in_virtual_time_gives_traces_that_the_same_judge_accepts()
    {
        var settings = Scenario.Of(3, 0.6, "10ms..300ms", "20ms..40ms");
        var simulation = settings.Simulation;
        var (real, realTrace) = await RecordAsync(
            simulation, isVirtual: false, recorder => ActorSimulation.RunAsync(simulation, Quiet, trace: recorder));
        var (imagined, virtualTrace) = await RecordAsync(
            simulation, isVirtual: true, recorder => Task.FromResult(VirtualSimulation.Run(settings, [recorder])));
        foreach (var (summary, trace) in new[] { (real, realTrace), (imagined, virtualTrace) })
        {
            var verdict = Check(trace);
            Assert.True(verdict.Violation is null, $"{verdict.Violation}");
            Assert.Equal(
                (summary.Entries, summary.Withdrawn, summary.Messages.Total),
                (verdict.Summary.Entries, verdict.Summary.Withdrawn, verdict.Summary.Messages.Total));
        }
    }

    [Fact]
    public async Task The_traces_of_random_virtual_runs_are_accepted_with_the_figures_of_the_run()
    {
        foreach (var seed in Enumerable.Range(1, 200))
        {
            var settings = RandomSettings.Of(seed);
            var (summary, trace) = await RecordAsync(
                settings.Simulation, isVirtual: true, recorder => Task.FromResult(VirtualSimulation.Run(settings, [recorder])));
            var verdict = Check(trace);
            Assert.True(verdict.Violation is null, $"seed {seed}: {Scenario.Text(settings)}\n{verdict.Violation}");
            Assert.Equal(
                (summary.Entries, summary.Withdrawn, summary.Messages.Total),
                (verdict.Summary.Entries, verdict.Summary.Withdrawn, verdict.Summary.Messages.Total));
        }
    }

    private static async Task<(RunSummary Summary, byte[] Trace)> RecordAsync(
        SimulationSettings settings, bool isVirtual, Func<TraceRecorder, Task<RunSummary>> run)
    {
        using var stream = new MemoryStream();
        using var writer = new TraceWriter(
            stream,
            new TraceHeader(settings.Protocol.Name, settings.Processes, settings.Seed, isVirtual, DateTimeOffset.UnixEpoch));
        var summary = await run(new TraceRecorder(settings.Processes, settings.Protocol, writer.Write));
        writer.End();
        return (summary, stream.ToArray());
    }

    private static TraceVerdict Check(byte[] trace) => TraceJudge.Check(new TraceReader(new MemoryStream(trace)));
}
