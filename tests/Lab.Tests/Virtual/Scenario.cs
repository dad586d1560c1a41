using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>Settings of small virtual runs, and runs of them.</summary>
internal static class Scenario
{
    public static VirtualSettings Of(
        int processes, double seconds, string think, string hold, Protocol? protocol = null, int? requests = null,
        string latency = "1ms", params PlannedFault[] faults) =>
        new(new SimulationSettings(
            processes,
            TimeSpan.FromSeconds(seconds),
            Range(think),
            Range(hold),
            7,
            TimeSpan.FromSeconds(1),
            protocol ?? MutexAlgorithms.RicartAgrawala.InLab()))
        {
            Network = new NetworkModel { Latency = Latency.TryParse(latency)! },
            Requests = requests,
            Faults = faults,
            ChecksInvariants = protocol?.Bug is null,
        };

    public static DurationRange Range(string text) => DurationRange.TryParse(text)!;

    /// <summary>Faults from a text: <c>crash 1@1s;restart 1@2s</c>.</summary>
    public static PlannedFault[] Faults(string faults) => [.. faults.Split(';').Select(fault => fault.Split(' ') switch
    {
        ["pause", var text] => (PlannedFault)FaultNotation.TryParsePause(text)!,
        ["partition", var text] => FaultNotation.TryParsePartition(text)!,
        ["crash", var text] => FaultNotation.TryParseCrash(text)!,
        [_, var text] => FaultNotation.TryParseRestart(text)!,
        _ => throw new ArgumentException(fault, nameof(faults)),
    })];

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static (RunSummary Summary, StepText Steps) Play(VirtualSettings settings)
    {
        var steps = new StepText();
        return (VirtualSimulation.Run(settings, [steps]), steps);
    }

    /// <summary>The settings in words, for the message of a failed test.</summary>
    public static string Text(VirtualSettings settings) =>
        $"{settings.Simulation}, {settings.Network}, requests {settings.Requests}, "
        + $"faults [{string.Join(", ", settings.Faults.Select(fault => $"{fault.Name} {fault}"))}]";
}
