using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Tests.Tracing;

namespace Coterie.Tests.Quorum;

/// <summary>Runs of three voters and three clients that are recorded, and judged by the record.</summary>
internal static class QuorumTrace
{
    /// <summary>Half a minute; the processes 1 to 3 are voters.</summary>
    public static VirtualSettings Settings(long seed) => new(new SimulationSettings(
        6,
        TimeSpan.FromSeconds(30),
        DurationRange.TryParse("0..2s")!,
        DurationRange.TryParse("0..1s")!,
        seed,
        TimeSpan.FromSeconds(1),
        QuorumLab.Quorum));

    /// <summary>The run, and the verdict on its trace.</summary>
    public static (RunSummary Summary, TraceVerdict Verdict) RunAndCheck(VirtualSettings settings)
    {
        var (summary, trace) = Record(settings);
        return (summary, Check(trace));
    }

    /// <summary>The run, and its trace.</summary>
    public static (RunSummary Summary, Trace Trace) Record(VirtualSettings settings)
    {
        var (protocol, processes) = (settings.Simulation.Protocol, settings.Simulation.Processes);
        var events = new List<TraceEvent>();
        var summary = VirtualSimulation.Run(settings, [new TraceRecorder(processes, protocol, events.Add)]);
        var header = new TraceHeader(protocol.Name, processes, settings.Simulation.Seed, true, DateTimeOffset.UnixEpoch)
        {
            Workload = protocol.Workload,
        };
        return (summary, new Trace(header, events));
    }

    /// <summary>What the judge of traces says about the file of this trace.</summary>
    public static TraceVerdict Check(Trace trace) =>
        TraceJudge.Check(new TraceReader(TraceFiles.Stream(TraceFiles.Write(trace))));
}
