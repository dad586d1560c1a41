using System.Globalization;
using System.Text;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;

namespace Coterie.Host.Tracing;

/// <summary>The verdict on a trace for people.</summary>
internal static class CheckText
{
    public static string Of(TraceVerdict verdict)
    {
        var text = new StringBuilder();
        if (verdict.Violation is { } violation)
            Append(text, verdict, violation);
        else
            AppendFigures(text, verdict);
        return text.ToString();
    }

    private static void AppendFigures(StringBuilder text, TraceVerdict verdict)
    {
        var (header, summary) = (verdict.Header, verdict.Summary);
        var run = $"{summary.Protocol}, {Count(header.Processes, "process", "processes")}";
        var time = header.IsVirtual ? "virtual" : "real";
        var seed = header.Seed is { } known ? string.Create(CultureInfo.InvariantCulture, $", seed {known}") : "";
        Row(text, "trace", $"{run}, {time} time{seed}; {EventText.Milliseconds(summary.Elapsed)}");
        Row(text, "events", $"{verdict.Events}");
        foreach (var line in SummaryText.Figures(summary, EventText.Milliseconds))
            text.Append(line).Append('\n');
        var words = summary.Protocol.Words;
        if (summary.Crashed.Count > 0)
            Row(text, "crashed", $"{words.List(summary.Crashed)}");
        foreach (var blocked in summary.Blocked.OrderBy(blocked => blocked.Process.Value))
        {
            var (who, missing) = (words.Name(blocked.Process), words.List(blocked.Missing));
            Row(text, "", $"{who} could not enter with {blocked.Request} without {missing}");
        }
        var judged = VerdictText.ExitCodeOf(summary) == ExitCode.Good
            ? "OK: every property holds, and the record fits together"
            : $"{VerdictText.Of(summary, null)}. The record fits together";
        Row(text, "verdict", $"{judged}");
    }

    private static void Append(StringBuilder text, TraceVerdict verdict, TraceViolation violation)
    {
        var name = ProcessNames.Of(verdict.Header);
        var notation = new RequestNotation(name);
        Row(text, "verdict", $"{violation.Rule} violated in line {violation.Line}, at {EventText.Milliseconds(violation.At)}");
        text.Append(CultureInfo.InvariantCulture, $"  {notation.Introduce(violation.Text)}\n");
        if (violation.Past.Count > 0)
            text.Append("What led to it:\n");
        foreach (var happened in violation.Past)
        {
            var time = EventText.Milliseconds(happened.At);
            var what = notation.Introduce(EventText.Of(happened, name));
            text.Append(CultureInfo.InvariantCulture, $"  line {happened.Line,-7} {time,15}  {what}\n");
        }
        foreach (var other in verdict.Others)
        {
            text.Append(CultureInfo.InvariantCulture, $"Also: {other.Rule} violated in line {other.Line}, ");
            text.Append($"at {EventText.Milliseconds(other.At)}: {notation.Introduce(other.Text)}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{Count(verdict.Events, "event was", "events were")} judged.\n");
    }

    private static string Count(long count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static void Row(StringBuilder text, string label, FormattableString value) =>
        text.Append(SummaryText.Row(label, value.ToString(CultureInfo.InvariantCulture))).Append('\n');
}
