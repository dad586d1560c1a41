using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Host.Simulate;

/// <summary>The summary of a run for people.</summary>
internal static class SummaryText
{
    private const int MostListed = 40;

    // Of fewer, the 95th percentile is the longest.
    private const int FewestForPercentile = 20;
    private const int FewestEntriesPerClient = 2;

    /// <summary>The lines above the verdict.</summary>
    /// <param name="settings">What ran.</param>
    /// <param name="virtually">The same, of a run in virtual time; otherwise null.</param>
    /// <param name="summary">What came of it.</param>
    public static IEnumerable<string> Lines(SimulationSettings settings, VirtualSettings? virtually, RunSummary summary)
    {
        var clock = virtually is null ? "" : " of virtual time";
        yield return virtually?.Plan is { } plan ? Planned(settings, plan.Count, summary) : string.Create(
            CultureInfo.InvariantCulture,
            $"Simulated {Count(settings.Processes, "process", "processes")} for {settings.Duration.TotalSeconds:0.###} s{clock} "
            + $"(think {settings.Think}, hold {settings.Hold}, seed {settings.Seed}); "
            + $"ended after {summary.Elapsed.TotalSeconds:F3} s");
        yield return OutcomeText.Of(summary);
        yield return Row(summary.Protocol.Words.Rules, summary.Protocol.ToString());
        if (summary.Protocol.Workload is { } workload)
            yield return Row(summary.Protocol.WorkloadName, workload);
        if (virtually is not null)
            yield return Row("network", NetworkText.Of(virtually));
        foreach (var figure in Figures(summary))
            yield return figure;
        if (summary.Counter is not null)
            yield return Row("shared counter", Text($"{summary.Counter} (entries: {summary.Entries})"));
    }

    private static string Planned(SimulationSettings settings, int requests, RunSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"Simulated {Count(settings.Processes, "process", "processes")} with {Count(requests, "request", "requests")} in virtual "
        + $"time (seed {settings.Seed}); ended after {summary.Elapsed.TotalSeconds:F3} s");

    /// <summary>The figures that any run has, live or from a file.</summary>
    /// <param name="summary">The figures.</param>
    /// <param name="time">How to write a time; null: in seconds.</param>
    public static IEnumerable<string> Figures(RunSummary summary, Func<TimeSpan, string>? time = null)
    {
        time ??= length => Text($"{length.TotalSeconds:F3} s");
        var m = summary.Messages;
        yield return Row("entries", Text($"{summary.Entries}"));
        yield return Row("withdrawn requests", Text($"{summary.Withdrawn}"));
        yield return Row(
            "messages",
            Text($"{m.Total} ({string.Concat(m.ByKind.Select(kind => $"{kind.Name} {kind.Count}, "))}sent again {m.Resent})"));
        yield return Row(
            "messages per entry", Text($"{PerEntry(summary)}{(summary.Theory is { } theory ? $" (theory: {theory})" : "")}"));
        yield return Row("waiting time", Times(summary.Waiting));
        yield return Row("entries per process", PerProcess(summary.EntriesPerProcess));
        yield return Row("fairness (Jain)", Fairness(summary));
        yield return Row("most inside at once", Text($"{summary.MostInside}"));
        foreach (var figure in summary.Figures)
            yield return Row(figure.Label, figure.Text ?? Times(figure.Times));

        string Times(WaitingTimes? waited) => waited switch
        {
            null => "none entered",
            { Count: 1 } => time(waited.Longest),
            { Count: < FewestForPercentile } => $"median {time(waited.Median)}, longest {time(waited.Longest)}",
            _ => $"median {time(waited.Median)}, 95th percentile {time(waited.Percentile95)}, longest {time(waited.Longest)}",
        };
    }

    /// <summary>The verdict and, if it is bad, what is wrong.</summary>
    /// <param name="virtually">The settings of a run in virtual time; otherwise null.</param>
    /// <param name="summary">What came of it.</param>
    public static IEnumerable<string> Verdict(VirtualSettings? virtually, RunSummary summary)
    {
        foreach (var line in AbsenceText.Lines(summary))
            yield return line;
        if (summary.Stopped is { } stopped)
            yield return Row("ended early", Text($"at {summary.Elapsed.TotalSeconds:F3} s, as {stopped}"));
        var missing = AssumptionText.Missing(virtually, summary);
        foreach (var assumption in missing)
            yield return Row("not as assumed", AssumptionText.Of(summary.Protocol, assumption));
        if (summary.Verdict != RunVerdict.Bad)
        {
            yield return Row("verdict", VerdictText.Of(summary, virtually) + AssumptionText.InVerdict(summary, missing));
            yield break;
        }
        var violations = Count(summary.ViolationCount, "violation", "violations");
        yield return Row("verdict", $"bad: {violations}{AssumptionText.InVerdict(summary, missing)}");
        foreach (var violation in summary.Violations)
            yield return Text($"  {violation.At.TotalSeconds:F3} s  {violation.Property}: {violation.Text}");
        if (summary.ViolationCount > summary.Violations.Count)
            yield return Text($"  and {summary.ViolationCount - summary.Violations.Count} more");
    }

    /// <summary>A line of the summary: its label, and what it says.</summary>
    internal static string Row(string label, string value) => $"{label,-20} {value}";

    private static string PerEntry(RunSummary summary) =>
        summary.MessagesPerEntry is { } count ? Text($"{count:F2}") : "none entered";

    private static string Fairness(RunSummary summary) => summary.Fairness is not { } fairness ? "none entered"
        : summary.Clients > 1 && summary.Entries < FewestEntriesPerClient * summary.Clients
            ? Text($"too few entries to say ({Count(summary.Entries, "entry", "entries")}, {summary.Clients} processes)")
        : Text($"{fairness:F3} (1 = all alike)");

    private static string PerProcess(IReadOnlyList<long> entries)
    {
        if (entries.Count <= MostListed)
            return string.Join(' ', entries);
        var sorted = entries.Order().ToArray();
        return Text($"fewest {sorted[0]}, median {sorted[sorted.Length / 2]}, most {sorted[^1]}");
    }

    private static string Count(long count, string one, string many) => Text($"{count} {(count == 1 ? one : many)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
