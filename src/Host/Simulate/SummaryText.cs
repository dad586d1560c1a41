using System.Globalization;
using Coterie.Checking;
using Coterie.Mutex;
using Coterie.Simulation;

namespace Coterie.Host.Simulate;

/// <summary>The summary of a run for people.</summary>
internal static class SummaryText
{
    private const int MostListed = 40;

    /// <summary>The lines above the verdict.</summary>
    public static IEnumerable<string> Lines(SimulationSettings settings, RunSummary summary)
    {
        var m = summary.Messages;
        yield return Text($"Simulated {Count(settings.Processes, "process", "processes")} for {settings.Duration.TotalSeconds:0.###} s (think {settings.Think}, hold {settings.Hold}, seed {settings.Seed}); ended after {summary.Elapsed.TotalSeconds:F3} s");
        yield return Row("entries", Text($"{summary.Entries}"));
        yield return Row("withdrawn requests", Text($"{summary.Withdrawn}"));
        yield return Row("messages", Text($"{m.Total} ({string.Join(", ", m.ByKind.Select(kind => Count(kind.Count, kind.Name, Plural(kind.Name))))}, {m.Resent} sent again)"));
        yield return Row("messages per entry", Text($"{PerEntry(summary)} (theory: {summary.Theory})"));
        yield return Row("waiting time", summary.Waiting is { } w
            ? Text($"median {w.Median.TotalSeconds:F3} s, 95th percentile {w.Percentile95.TotalSeconds:F3} s, longest {w.Longest.TotalSeconds:F3} s")
            : "none entered");
        yield return Row("entries per process", PerProcess(summary.EntriesPerProcess));
        yield return Row("fairness (Jain)", summary.Fairness is { } fairness ? Text($"{fairness:F3} (1 = all alike)") : "none entered");
        yield return Row("most inside at once", Text($"{summary.MostInside}"));
        yield return Row("shared counter", Text($"{summary.Counter} (entries: {summary.Entries})"));
    }

    /// <summary>The verdict, and what is wrong where it is bad.</summary>
    public static IEnumerable<string> Verdict(RunSummary summary)
    {
        foreach (var line in Losses(summary))
            yield return line;
        if (summary.IsGood)
        {
            if (summary.Lost.Count == 0)
                yield return Row("verdict", "good: never two inside, in the order of requests, none starved, none lost");
            else
                yield return Row("verdict", "incomplete: up to the loss never two inside, and in the order of requests");
            yield break;
        }
        yield return Row("verdict", Text($"bad: {Count(summary.ViolationCount, "violation", "violations")}"));
        foreach (var violation in summary.Violations)
            yield return Text($"  {violation.At.TotalSeconds:F3} s  {violation.Property}: {violation.Text}");
        if (summary.ViolationCount > summary.Violations.Count)
            yield return Text($"  and {summary.ViolationCount - summary.Violations.Count} more");
    }

    private static IEnumerable<string> Losses(RunSummary summary)
    {
        if (summary.Lost.Count == 0)
            yield break;
        yield return Row("lost", Text($"{Processes(summary.Lost)}, with their machine"));
        foreach (var blocked in summary.Blocked)
            yield return Text($"  Process {blocked.Process} could no longer enter: its request {blocked.Request} lacked the consent of {Processes(blocked.Missing)}, and an entry needs everybody's");
        var others = Enumerable.Range(1, summary.Processes).Select(id => new ProcessId(id)).Except(summary.Lost).Except(summary.Blocked.Select(b => b.Process)).ToList();
        if (others.Count > 0)
            yield return Text($"  {Processes(others)} did not wait then, and could not have entered again either");
    }

    private static string Processes(IReadOnlyList<ProcessId> processes) =>
        processes.Count == 1 ? Text($"Process {processes[0]}")
        : processes[^1].Value - processes[0].Value == processes.Count - 1 ? Text($"Processes {processes[0]} to {processes[^1]}")
        : Text($"Processes {string.Join(", ", processes)}");

    private static string PerEntry(RunSummary summary) =>
        summary.MessagesPerEntry is { } count ? Text($"{count:F2}") : "none entered";

    private static string PerProcess(IReadOnlyList<long> entries)
    {
        if (entries.Count <= MostListed)
            return string.Join(' ', entries);
        var sorted = entries.Order().ToArray();
        return Text($"fewest {sorted[0]}, median {sorted[sorted.Length / 2]}, most {sorted[^1]}");
    }

    private static string Row(string label, string value) => $"{label,-20} {value}";

    private static string Count(long count, string one, string many) => Text($"{count} {(count == 1 ? one : many)}");

    private static string Plural(string noun) => noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
