using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Lab.Configuration;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Host.Simulate;

/// <summary>Reads the arguments of <c>simulate</c>. An error names the argument, the rule and the value given.</summary>
internal static class SimulateArguments
{
    public static TextArgument Processes { get; } = new(
        "PROCESSES",
        "How many",
        $"a whole number from 1 to {SimulationSettings.MostProcesses} (to {VirtualSettings.MostProcesses} with --virtual)",
        isOptional: true);

    public static TextArgument Seconds { get; } = new(
        "SECONDS",
        "How long they go on making requests",
        $"a number from 0.001 to {SimulationSettings.LongestDuration.TotalSeconds} (a day)",
        isOptional: true);

    /// <summary>The most nodes of a run.</summary>
    public const int MostNodes = 100;

    public static int Count(string text, bool isVirtual) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var processes)
        && processes >= 1 && processes <= (isVirtual ? VirtualSettings.MostProcesses : SimulationSettings.MostProcesses)
            ? processes
            : throw UsageException.Of(Processes.Name, Processes.Rule, text);

    public static TimeSpan Duration(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= 0.001m && seconds <= (decimal)SimulationSettings.LongestDuration.TotalSeconds
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw UsageException.Of(Seconds.Name, Seconds.Rule, text);

    public static int Nodes(string text, int processes)
    {
        var most = Math.Min(processes, MostNodes);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) && nodes >= 2 && nodes <= most
            ? nodes
            : throw UsageException.Of("--nodes", $"a whole number from 2 to {most} (no more than there are processes)", text);
    }

    public static DurationRange Range(string option, string text) =>
        DurationRange.TryParse(text) ?? throw UsageException.Of(option, Durations.Explain(DurationRange.Rule, text), text);

    public static TimeSpan Interval(string option, string text) =>
        Durations.TryParseAboveZero(text)
        ?? throw UsageException.Of(option, Durations.Explain(Durations.AboveZeroRule, text), text);

    public static long Seed(string text) =>
        LabSettings.ParseSeed(text) ?? throw UsageException.Of("--seed", LabSettings.SeedRule, text);
}
