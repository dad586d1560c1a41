using System.Text.Json;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;

namespace Coterie.Host.Tracing;

/// <summary>The verdict on a trace for scripts: one JSON object. Fields may be added, none is removed.</summary>
internal static class CheckJson
{
    /// <summary>How all JSON objects for scripts are written.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(TraceVerdict verdict)
    {
        var summary = verdict.Summary;
        var name = ProcessNames.Of(verdict.Header);
        var isGood = VerdictText.ExitCodeOf(summary) == ExitCode.Good;
        return JsonSerializer.Serialize(
            new
            {
                verdict = verdict.Violation is not null ? "bad" : isGood ? "good" : VerdictText.Word(summary.Verdict),
                algorithm = verdict.Header.Algorithm,
                bug = verdict.Header.Bug,
                processes = verdict.Header.Processes,
                seed = verdict.Header.Seed,
                clock = verdict.Header.IsVirtual ? "virtual" : "real",
                events = verdict.Events,
                elapsedSeconds = summary.Elapsed.TotalSeconds,
                entries = summary.Entries,
                withdrawn = summary.Withdrawn,
                messages = new
                {
                    total = summary.Messages.Total,
                    byKind = summary.Messages.ByKind.ToDictionary(kind => kind.Name, kind => kind.Count),
                    resent = summary.Messages.Resent,
                    perEntry = summary.MessagesPerEntry,
                    perEntryFormula = summary.Cost?.Formula,
                },
                waitingSeconds = summary.Waiting is not { } waiting ? null : new
                {
                    median = waiting.Median.TotalSeconds,
                    percentile95 = waiting.Percentile95.TotalSeconds,
                    longest = waiting.Longest.TotalSeconds,
                },
                mostInside = summary.MostInside,
                crashed = summary.Crashed.Select(process => process.Value),
                otherViolations = verdict.Others.Select(other => new
                {
                    rule = other.Rule,
                    line = other.Line,
                    atSeconds = other.At.TotalSeconds,
                    process = other.Process?.Value,
                    text = other.Text,
                }),
                violation = verdict.Violation is not { } violation ? null : new
                {
                    rule = violation.Rule,
                    line = violation.Line,
                    atSeconds = violation.At.TotalSeconds,
                    process = violation.Process?.Value,
                    text = violation.Text,
                    past = violation.Past.Select(happened => new
                    {
                        line = happened.Line,
                        atSeconds = happened.At.TotalSeconds,
                        process = happened.Process?.Value,
                        text = EventText.Of(happened, name),
                    }),
                },
            },
            Options);
    }
}
