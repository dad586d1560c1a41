using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;

namespace Coterie.Host.Simulate;

/// <summary>What a run shows, in words and as an exit code.</summary>
internal static class VerdictText
{
    /// <summary>One line, for a run that is not bad.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="virtually">Its settings, of a run in virtual time; otherwise null.</param>
    public static string Of(RunSummary summary, VirtualSettings? virtually) => summary.Verdict switch
    {
        RunVerdict.Good => $"good: {Properties(summary)}, none starved{Unharmed(summary)}",
        RunVerdict.Inconclusive when summary.Entries == 0 =>
            $"inconclusive: nobody entered, which shows nothing; {Advice(summary, virtually)}",
        RunVerdict.Inconclusive =>
            $"inconclusive: {Hidden(summary.Protocol.Bug!)} ({Properties(summary)}); --bug list has a command that shows it",
        _ => $"incomplete: {Cut(summary, virtually)}",
    };

    /// <summary>For scripts.</summary>
    public static string Word(RunVerdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>Says that a rule was broken on purpose and the run did not show it.</summary>
    public static string Hidden(string bug) => $"the bug {bug} did not show";

    /// <summary>The exit code of a run. A crash alone is no failure, because the user asked for it.</summary>
    public static ExitCode ExitCodeOf(RunSummary summary) => summary.Verdict switch
    {
        RunVerdict.Good => ExitCode.Good,
        RunVerdict.Bad => ExitCode.Violation,
        RunVerdict.Incomplete when summary is { Lost: [], StillInside: [], IsCut: false, Stopped: null } => ExitCode.Good,
        _ => ExitCode.Failed,
    };

    private static string Properties(RunSummary summary) =>
        string.Join(", ", summary.Protocol.Promises.Select(property => property.Promise));

    private static string Unharmed(RunSummary summary) =>
        summary is { Crashed.Count: > 0, Tolerance: { } tolerance } ? $": {tolerance}"
        : summary.Counter is not null ? ", none lost"
        : "";

    private static string Cut(RunSummary summary, VirtualSettings? virtually) => summary switch
    {
        { Stopped: not null } => $"up to then {Properties(summary)}",
        { Lost.Count: > 0 } => $"up to the loss {Properties(summary)}",
        { StillInside: [.., var last] } =>
            $"the time was over while {summary.Protocol.Words.Name(last)} was inside; up to then {Properties(summary)}. "
            + Longer(virtually, "it"),
        { IsCut: true } =>
            $"the time was over before every process had made its requests; up to then {Properties(summary)}. "
            + Longer(virtually, "them"),
        _ => $"{Properties(summary)}, none starved but by a crash",
    };

    private static string Longer(VirtualSettings? virtually, string who) => virtually?.Plan is null
        ? $"More SECONDS let {who} finish"
        : $"A later end (key until) lets {who} finish";

    private static string Advice(RunSummary summary, VirtualSettings? virtually) => summary switch
    {
        { StillInside.Count: 0, Withdrawn: 0, Crashed.Count: 0 } =>
            "nobody asked to: more SECONDS or a shorter --think would help",
        { Crashed.Count: > 0 } => "a later --crash or more SECONDS would help",
        _ when virtually is { Network.Loss.Value: > 0.5 } => string.Create(
            CultureInfo.InvariantCulture, $"less --loss than {virtually.Network.Loss} would help"),
        _ when virtually is not null && virtually.Faults.Count > 0 => "shorter faults or more SECONDS would help",
        _ => "more SECONDS would help",
    };
}
