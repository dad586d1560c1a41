using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate;

/// <summary>Says which processes were lost or crashed, and which others could not enter for that reason.</summary>
internal static class AbsenceText
{
    public static IEnumerable<string> Lines(RunSummary summary)
    {
        var words = summary.Protocol.Words;
        if (summary.Lost.Count > 0)
            yield return SummaryText.Row("lost", $"{words.List(summary.Lost)}, with their machine");
        if (summary.Crashed.Count > 0)
            yield return SummaryText.Row("crashed", $"{words.List(summary.Crashed)}, and did not come back");
        List<ProcessId> absent = [.. summary.Lost, .. summary.Crashed];
        if (absent.Count == 0)
            yield break;
        var needsAll = summary.NeedsEveryConsent;
        foreach (var blocked in summary.Blocked.OrderBy(blocked => blocked.Process.Value))
        {
            yield return needsAll
                ? $"  {words.Name(blocked.Process)} could no longer enter: its request {blocked.Request} lacked the consent of "
                    + $"{words.List(blocked.Missing)}, and an entry needs everybody's"
                : $"  {words.Name(blocked.Process)} still waited with its request {blocked.Request}, without "
                    + words.List(blocked.Missing);
        }
        var all = Enumerable.Range(1, summary.Processes).Select(id => new ProcessId(id));
        var others = all.Except(absent).Except(summary.Blocked.Select(blocked => blocked.Process)).ToList();
        if (needsAll && others.Count > 0)
            yield return $"  {words.List(others)} did not wait then, and could not have entered again either";
    }
}
