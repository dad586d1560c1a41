using Akka.Configuration;
using Coterie.Lab.Memory;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Memory;

/// <summary>Runs of the memory in virtual and in real time.</summary>
public sealed class MemoryRunTests
{
    private static readonly Config Quiet =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

    [Fact]
    public void Runs_on_a_network_that_loses_doubles_and_reorders_are_good()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var summary = VirtualSimulation.Run(Settings(seed));
            Assert.True(summary.Verdict == RunVerdict.Good, $"seed {seed}: {summary.Violations.FirstOrDefault()?.Text}");
        }
    }

    [Fact]
    public void Clients_and_the_memory_may_crash_and_come_back()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            PlannedFault[] faults =
            [
                new PlannedFault.Crash(new ProcessId(3), Seconds(5)), new PlannedFault.Restart(new ProcessId(3), Seconds(6)),
                new PlannedFault.Crash(new ProcessId(1), Seconds(10)), new PlannedFault.Restart(new ProcessId(1), Seconds(11)),
            ];
            var summary = VirtualSimulation.Run(Settings(seed) with { Faults = faults });
            Assert.True(summary.IsGood, $"seed {seed}: {summary.Violations.FirstOrDefault()?.Text}");
            Assert.Contains(summary.Figures, figure => figure is { Label: "memory restarted", Text: "1 time, at 0 again" });
        }
    }

    [Fact]
    public void A_recorded_run_is_judged_as_the_run_was()
    {
        var settings = Settings(7);
        var (protocol, processes) = (settings.Simulation.Protocol, settings.Simulation.Processes);
        var stream = new MemoryStream();
        var header = new TraceHeader(protocol.Name, processes, 7, IsVirtual: true, DateTimeOffset.UnixEpoch)
        {
            Workload = protocol.Workload,
        };
        using var writer = new TraceWriter(stream, header);
        var summary = VirtualSimulation.Run(settings, [new TraceRecorder(processes, protocol, writer.Write)]);
        writer.End();
        stream.Position = 0;
        var reader = new TraceReader(stream);
        var verdict = TraceJudge.Check(reader);
        Assert.Null(verdict.Violation?.Text);
        Assert.Equal(summary.Figures, verdict.Summary.Figures);
        Assert.Equal(summary.EntriesPerProcess, verdict.Summary.EntriesPerProcess);
        Assert.Equal(summary.Messages.Total, verdict.Summary.Messages.Total);
    }

    [Fact]
    public async Task Actors_read_and_write_in_real_time()
    {
        var settings = new SimulationSettings(
            4, Seconds(3), Milliseconds(1, 5), Milliseconds(1, 5), 1, Seconds(10), MemoryLab.Memory);
        var summary = await ActorSimulation.RunAsync(settings, Quiet);
        Assert.Equal(RunVerdict.Good, summary.Verdict);
        Assert.Equal(0, summary.EntriesPerProcess[0]);
        Assert.DoesNotContain(0, summary.EntriesPerProcess.Skip(1));
    }

    private static VirtualSettings Settings(long seed) =>
        new(new SimulationSettings(
            5, Seconds(30), Milliseconds(0, 2000), Milliseconds(0, 1000), seed, Seconds(1), MemoryLab.Memory))
        {
            Network = new NetworkModel { Loss = new Chance(0.03), Duplicate = new Chance(0.05), Reorder = true },
        };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static DurationRange Milliseconds(int shortest, int longest) =>
        new(TimeSpan.FromMilliseconds(shortest), TimeSpan.FromMilliseconds(longest));
}
