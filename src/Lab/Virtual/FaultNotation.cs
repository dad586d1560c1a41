using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// Reads planned faults and withdrawals in the notation of the command line, with <c>@</c> before the time. Their
/// <see cref="object.ToString"/> writes the same notation.
/// </summary>
internal static class FaultNotation
{
    /// <summary>The rule of <see cref="TryParsePause"/>, for the message of an error.</summary>
    public const string PauseRule = "PROCESS@FROM..UNTIL, such as 3@2s..3s";

    /// <summary>The rule of <see cref="TryParsePartition"/>, for the message of an error.</summary>
    public const string PartitionRule =
        "GROUP|GROUP@FROM..UNTIL, such as 1,2|3@2s..4s or 1..5@2s..4s (the others are one more group)";

    /// <summary>
    /// The rule of <see cref="TryParseCrash"/> and <see cref="TryParseWithdrawal"/>, for the message of an error.
    /// </summary>
    public const string MomentRule = "PROCESS@TIME, such as 3@5s";

    /// <summary>The rule of <see cref="TryParseRestart"/>, for the message of an error.</summary>
    public const string RestartRule = $"PROCESS@TIME or PROCESS@TIME{Forgetful}, such as 3@7s or 3@7s{Forgetful}";

    /// <summary>The rule of <see cref="TryParseClock"/>, for the message of an error.</summary>
    public const string ClockRule =
        "PROCESS:+SHARE or PROCESS:-SHARE (faster or slower, from -90% to +900%), or PROCESS:jump=DURATION@TIME, "
        + "such as 3:+3% or 3:jump=5s@2s";

    private const string Forgetful = ":forgetful";
    private const string Jump = "jump=";
    private const int Million = 1_000_000;

    /// <summary>The rule of <see cref="TryParseGroup"/>, for the message of an error.</summary>
    public const string GroupRule = "processes such as 1,2,5..9";

    /// <summary>Reads <c>3@2s..3s</c>; null if the text breaks the <see cref="PauseRule"/>.</summary>
    public static PlannedFault.Pause? TryParsePause(string text) =>
        Split(text) is var (who, time) && Process(who) is { } process && time.Shortest < time.Longest
            ? new PlannedFault.Pause(process, time.Shortest, time.Longest)
            : null;

    /// <summary>Reads <c>1,2|3@2s..4s</c>; null if the text breaks the <see cref="PartitionRule"/>.</summary>
    public static PlannedFault.Partition? TryParsePartition(string text)
    {
        if (Split(text) is not var (who, time) || time.Shortest == time.Longest)
            return null;
        var groups = new List<IReadOnlyList<ProcessId>>();
        foreach (var part in who.Split('|'))
        {
            if (TryParseGroup(part) is not { } group)
                return null;
            groups.Add(group);
        }
        return new PlannedFault.Partition(groups, time.Shortest, time.Longest);
    }

    /// <summary>Reads <c>3@5s</c>; null if the text breaks the <see cref="MomentRule"/>.</summary>
    public static PlannedFault.Crash? TryParseCrash(string text) =>
        Moment(text) is var (process, at) ? new PlannedFault.Crash(process, at) : null;

    /// <summary>Reads <c>3@5s</c>; null if the text breaks the <see cref="MomentRule"/>.</summary>
    public static PlannedWithdrawal? TryParseWithdrawal(string text) =>
        Moment(text) is var (process, at) ? new PlannedWithdrawal(process, at) : null;

    /// <summary>Reads <c>3@7s</c> or <c>3@7s:forgetful</c>; null if the text breaks the <see cref="RestartRule"/>.</summary>
    public static PlannedFault.Restart? TryParseRestart(string text)
    {
        var isForgetful = text.EndsWith(Forgetful, StringComparison.Ordinal);
        return Moment(isForgetful ? text[..^Forgetful.Length] : text) is var (process, at)
            ? new PlannedFault.Restart(process, at, isForgetful)
            : null;
    }

    /// <summary>
    /// Reads <c>3:+3%</c>, a clock that is too fast, <c>3:-0.5%</c>, one that is too slow, or <c>3:jump=5s@2s</c>, one that jumps
    /// ahead.
    /// </summary>
    /// <returns>
    /// The process, with how much faster its clock runs in millionths, or with the jump; null if the text breaks the
    /// <see cref="ClockRule"/>.
    /// </returns>
    public static (ProcessId Process, int Drift, PlannedFault.Jump? Jump)? TryParseClock(string text)
    {
        if (text.Split(':') is not [var who, var what] || Process(who) is not { } process)
            return null;
        if (what.StartsWith(Jump, StringComparison.Ordinal))
        {
            return what[Jump.Length..].Split('@') is [var length, var time]
                && Durations.TryParseAboveZero(length) is { } by
                && Durations.TryParse(time, SimulationSettings.LongestDuration) is { } at
                    ? (process, 0, new PlannedFault.Jump(process, by, at))
                    : null;
        }
        return what.Length > 2 && what[0] is '+' or '-' && what[^1] == '%'
            && decimal.TryParse(what[1..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            && share is > 0 && share <= (what[0] == '+' ? 900 : 90)
                ? (process, (int)(share * (Million / 100) * (what[0] == '+' ? 1 : -1)), null)
                : null;
    }

    /// <summary>A drift as <see cref="TryParseClock"/> reads it: <c>3:+3%</c>.</summary>
    public static string Text(ProcessId process, int drift) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{process}:{(drift < 0 ? "-" : "+")}{Math.Abs((decimal)drift) * 100 / Million:0.####}%");

    /// <summary>
    /// Reads <c>1,2,5..9</c>; null if the text breaks the <see cref="GroupRule"/>. Processes may be named twice.
    /// </summary>
    public static IReadOnlyList<ProcessId>? TryParseGroup(string text)
    {
        var group = new List<ProcessId>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split("..");
            if (ends.Length > 2
                || Process(ends[0]) is not { } first
                || Process(ends[^1]) is not { } last
                || first.Value > last.Value)
            {
                return null;
            }
            for (var id = first.Value; id <= last.Value; id++)
                group.Add(new ProcessId(id));
        }
        return group;
    }

    /// <summary>The processes in ascending order; a row of three or more is shortened: <c>1..3,7,8</c>.</summary>
    internal static string Text(IReadOnlyList<ProcessId> group)
    {
        var rows = new List<(int First, int Last)>();
        foreach (var process in group)
        {
            if (rows.Count > 0 && rows[^1].Last + 1 == process.Value)
                rows[^1] = (rows[^1].First, process.Value);
            else
                rows.Add((process.Value, process.Value));
        }
        return string.Join(
            ',',
            rows.Select(
                row => $"{row.First}{(row.Last - row.First) switch { 0 => "", 1 => $",{row.Last}", _ => $"..{row.Last}" }}"));
    }

    private static (ProcessId Process, TimeSpan At)? Moment(string text) =>
        Split(text) is var (who, time) && Process(who) is { } process && time.Shortest == time.Longest
            ? (process, time.Shortest)
            : null;

    private static (string Who, DurationRange Time)? Split(string text) =>
        text.Split('@') is [var who, var time] && DurationRange.TryParse(time, SimulationSettings.LongestDuration) is { } range
            ? (who, range)
            : null;

    private static ProcessId? Process(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && id is >= 1 and <= VirtualSettings.MostProcesses
            ? new ProcessId(id)
            : null;
}
