using Coterie.Actors.Configuration;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Scenarios;

/// <summary>Reads the section <c>faults</c> of a scenario, whose values have the notation of the options.</summary>
internal static class ScenarioFaults
{
    /// <summary>The name of the section.</summary>
    public const string Section = "faults";

    private const string Loss = Section + ".loss";
    private const string Duplicate = Section + ".duplicate";
    private const string Reorder = Section + ".reorder";
    private const string Pause = Section + ".pause";
    private const string Partition = Section + ".partition";
    private const string Crash = Section + ".crash";
    private const string Restart = Section + ".restart";
    private const string Clock = Section + ".clock";

    /// <summary>Its keys.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Loss, Duplicate, Reorder, Pause, Partition, Crash, Restart, Clock];

    /// <summary>What happens to messages.</summary>
    public static NetworkModel Network(ScenarioFields fields) => new()
    {
        Loss = fields.ReadValue<Chance>(Loss, Chance.Rule, Chance.TryParse) ?? default,
        Duplicate = fields.ReadValue<Chance>(Duplicate, Chance.Rule, Chance.TryParse) ?? default,
        Reorder = fields.IsOn(Reorder),
    };

    /// <summary>What happens to processes and the network.</summary>
    public static IReadOnlyList<PlannedFault> Read(ScenarioFields fields) =>
    [
        .. Each(fields, Pause, FaultNotation.TryParsePause, FaultNotation.PauseRule),
        .. Each(fields, Partition, FaultNotation.TryParsePartition, FaultNotation.PartitionRule),
        .. Each(fields, Crash, FaultNotation.TryParseCrash, FaultNotation.MomentRule),
        .. Each(fields, Restart, FaultNotation.TryParseRestart, FaultNotation.RestartRule),
        .. Clocks(fields).Select(clock => clock.Jump).OfType<PlannedFault>(),
    ];

    /// <summary>How much faster clocks run, in millionths.</summary>
    public static IReadOnlyDictionary<ProcessId, int> Drifts(ScenarioFields fields)
    {
        var drifts = new Dictionary<ProcessId, int>();
        foreach (var (process, drift, _) in Clocks(fields).Where(clock => clock.Jump is null))
        {
            if (!drifts.TryAdd(process, drift))
                fields.Wrong(Clock, $"given once for the drift of process {process}", FaultNotation.Text(process, drift));
        }
        return drifts;
    }

    private static List<(ProcessId Process, int Drift, PlannedFault.Jump? Jump)> Clocks(ScenarioFields fields)
    {
        var clocks = new List<(ProcessId, int, PlannedFault.Jump?)>();
        foreach (var (text, offset) in fields.Texts(Clock))
        {
            if (FaultNotation.TryParseClock(text) is { } clock)
                clocks.Add(clock);
            else
                fields.Wrong(offset, Clock, Durations.Explain(FaultNotation.ClockRule, text), text);
        }
        return clocks;
    }

    private static List<PlannedFault> Each(ScenarioFields fields, string key, Func<string, PlannedFault?> read, string rule)
    {
        var faults = new List<PlannedFault>();
        foreach (var (text, offset) in fields.Texts(key))
        {
            if (read(text) is { } fault)
                faults.Add(fault);
            else
                fields.Wrong(offset, key, Durations.Explain(rule, text), text);
        }
        return faults;
    }
}
