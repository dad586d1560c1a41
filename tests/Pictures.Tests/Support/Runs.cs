using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Pictures.Tests.Support;

/// <summary>Runs in virtual time for the tests to draw.</summary>
internal static class Runs
{
    /// <summary>The trace of a run.</summary>
    public static Trace Trace(VirtualSettings settings)
    {
        var events = new List<TraceEvent>();
        var (simulation, protocol) = (settings.Simulation, settings.Simulation.Protocol);
        VirtualSimulation.Run(settings, [new TraceRecorder(simulation.Processes, protocol, events.Add)]);
        return new Trace(
            new TraceHeader(protocol.Name, simulation.Processes, simulation.Seed, true, DateTimeOffset.UnixEpoch)
            {
                Bug = protocol.Bug,
                Workload = protocol.Workload,
            },
            events);
    }

    /// <summary>The same of another protocol.</summary>
    public static VirtualSettings Of(Protocol protocol, VirtualSettings settings) =>
        settings with { Simulation = settings.Simulation with { Protocol = protocol } };

    /// <summary>The same with a rule broken on purpose.</summary>
    public static VirtualSettings Broken(VirtualSettings settings, string bug) => settings with
    {
        Simulation = settings.Simulation with { Protocol = ProtocolCatalogue.FindExhibit(bug)!.Protocol },
        ChecksInvariants = false,
    };

    /// <summary>A run whose messages take long enough to be visible next to the waits and the stays inside.</summary>
    public static VirtualSettings Settings(
        int processes,
        int milliseconds,
        long seed,
        string think = "20ms..120ms",
        string hold = "10ms..30ms",
        string latency = "2ms..9ms") =>
        new(new SimulationSettings(
            processes,
            TimeSpan.FromMilliseconds(milliseconds),
            DurationRange.TryParse(think)!,
            DurationRange.TryParse(hold)!,
            seed,
            TimeSpan.FromMilliseconds(40),
            MutexAlgorithms.RicartAgrawala.InLab()))
        {
            Network = new NetworkModel { Latency = Latency.TryParse(latency)! },
        };
}
