using Coterie.Checking;
using Coterie.Mutex;

namespace Coterie.Host.Simulate;

/// <summary>Which processes were lost or crashed, and whom that kept out, in words.</summary>
internal static class AbsenceText
{
    public static IEnumerable<string> Lines(RunSummary summary)
    {
        if (summary.Lost.Count > 0)
            yield return SummaryText.Row("lost", $"{Processes(summary.Lost)}, with their machine");
        if (summary.Crashed.Count > 0)
            yield return SummaryText.Row("crashed", $"{Processes(summary.Crashed)}, and did not come back");
        List<ProcessId> absent = [.. summary.Lost, .. summary.Crashed];
        if (absent.Count == 0)
            yield break;
        var needsAll = summary.Algorithm.Promises.NeedsEveryReply;
        foreach (var blocked in summary.Blocked)
        {
            yield return needsAll
                ? $"  Process {blocked.Process} could no longer enter: its request {blocked.Request} lacked the consent of {Processes(blocked.Missing)}, and an entry needs everybody's"
                : $"  Process {blocked.Process} still waited with its request {blocked.Request}, without {Processes(blocked.Missing)}";
        }
        var others = Enumerable.Range(1, summary.Processes).Select(id => new ProcessId(id)).Except(absent).Except(summary.Blocked.Select(b => b.Process)).ToList();
        if (needsAll && others.Count > 0)
            yield return $"  {Processes(others)} did not wait then, and could not have entered again either";
    }

    private static string Processes(IReadOnlyList<ProcessId> processes) =>
        processes.Count == 1 ? $"Process {processes[0]}"
        : processes[^1].Value - processes[0].Value == processes.Count - 1 ? $"Processes {processes[0]} to {processes[^1]}"
        : $"Processes {string.Join(", ", processes)}";
}
