using Coterie.Bench.Harness;
using Coterie.Lab.Mutex;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Bench.Simulator;

/// <summary>Virtual runs of Ricart-Agrawala: delivered messages per second, with a judge of the run.</summary>
internal static class SimulatorBench
{
    private const int Messages = 4_000_000;

    public static Suite Suite { get; } = new(
        "simulator",
        "Virtual runs of Ricart-Agrawala with the judge, beside a plain loop over a priority queue without one.",
        [
            Saturated(10, "1ms"), Saturated(100, "1ms"), Saturated(100, "500us..1500us"), Saturated(100, "exp:1ms"),
            Saturated(1000, "1ms"),
            Of(TenThousand(), 114),
        ],
        "a plain loop");

    /// <summary>
    /// Ten thousand processes, about a hundred of which ask: if all asked at once, a hundred million messages would be on their
    /// way.
    /// </summary>
    public static VirtualSettings TenThousand() =>
        Settings(10_000, "1ms", new DurationRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), 1, TimeSpan.FromSeconds(40));

    /// <summary>All processes ask at once, a number of times.</summary>
    public static VirtualSettings SaturatedSettings(int processes, string latency, int requests) =>
        Settings(
            processes, latency, new DurationRange(TimeSpan.Zero, TimeSpan.Zero), requests, SimulationSettings.LongestDuration);

    private static Case Saturated(int processes, string latency)
    {
        var requests = Math.Max(1, Messages / processes / (2 * (processes - 1)));
        return Of(SaturatedSettings(processes, latency, requests), processes * requests);
    }

    private static Case Of(VirtualSettings settings, int entries)
    {
        var processes = settings.Simulation.Processes;
        var messages = entries * 2 * (processes - 1);
        return new Case(
            $"{processes} processes, latency {settings.Network.Latency}", messages, "msg/s", _ => Play(settings, messages))
        {
            Baseline = _ =>
            {
                PlainLoop.Play(settings);
                return Task.CompletedTask;
            },
        };
    }

    private static VirtualSettings Settings(int processes, string latency, DurationRange think, int requests, TimeSpan duration)
    {
        var hold = TimeSpan.FromMicroseconds(1);
        // No message is lost, so nothing has to be sent again.
        var resend = SimulationSettings.LongestDuration;
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        return new VirtualSettings(
            new SimulationSettings(processes, duration, think, new DurationRange(hold, hold), 7, resend, protocol))
        {
            Network = new NetworkModel { Latency = Latency.TryParse(latency)! },
            Requests = requests,
        };
    }

    private static Task Play(VirtualSettings settings, int messages)
    {
        var summary = VirtualSimulation.Run(settings);
        if (summary.ViolationCount > 0 || summary.Messages.Total != messages)
            throw new InvalidOperationException(
                $"The run must be good and have {messages} messages, was [{summary.Messages.Total}, {summary.ViolationCount} "
                + "violations].");
        return Task.CompletedTask;
    }
}
