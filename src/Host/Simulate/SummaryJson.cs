using System.Text.Json;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Host.Simulate;

/// <summary>The summary of a run for scripts: one JSON object. Fields are only ever added.</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="settings">What ran.</param>
    /// <param name="virtually">The same, of a run in virtual time; otherwise null.</param>
    /// <param name="summary">What came of it.</param>
    public static string Of(
        SimulationSettings settings, VirtualSettings? virtually, RunSummary summary) => JsonSerializer.Serialize(
        new
        {
            algorithm = summary.Protocol.Name,
            bug = summary.Protocol.Bug,
            processes = settings.Processes,
            seconds = settings.Duration.TotalSeconds,
            think = settings.Think.ToString(),
            hold = settings.Hold.ToString(),
            seed = settings.Seed,
            clock = virtually is null ? "real" : "virtual",
            network = virtually is null ? null : new
            {
                latency = virtually.Network.Latency.ToString(),
                latencies = NetworkText.Pairs(virtually.Network),
                loss = virtually.Network.Loss.Value,
                duplicate = virtually.Network.Duplicate.Value,
                reorder = virtually.Network.Reorder,
                faults = virtually.Faults.Select(fault => $"{fault.Name} {fault}"),
                withdrawals = virtually.Withdrawals.Select(withdrawal => new
                {
                    process = withdrawal.Process.Value,
                    atSeconds = withdrawal.At.TotalSeconds,
                }),
                clocks = virtually.Drifts.Select(clock => FaultNotation.Text(clock.Key, clock.Value)),
                requestsPerProcess = virtually.Requests,
                plan = virtually.Plan?.Select(request => new
                {
                    process = request.Process.Value,
                    atSeconds = request.At.TotalSeconds,
                    holdSeconds = request.Hold.TotalSeconds,
                }),
                logicalClocks = virtually.Clocks.Select(clock => $"{clock.Key}:{clock.Value}"),
            },
            elapsedSeconds = summary.Elapsed.TotalSeconds,
            entries = summary.Entries,
            withdrawn = summary.Withdrawn,
            messages = new
            {
                total = summary.Messages.Total,
                requests = CountOf(summary, summary.Protocol.Words.Request),
                replies = CountOf(summary, summary.Protocol.Words.Consent),
                byKind = summary.Messages.ByKind.ToDictionary(kind => kind.Name, kind => kind.Count),
                resent = summary.Messages.Resent,
                perEntry = summary.MessagesPerEntry,
                perEntryTheory = summary.Cost?.Most(settings.Processes) is { } most && double.IsFinite(most)
                    ? most
                    : (double?)null,
                perEntryFormula = summary.Cost?.Formula,
            },
            waitingSeconds = summary.Waiting is not { } waiting ? null : new
            {
                median = waiting.Median.TotalSeconds,
                percentile95 = waiting.Percentile95.TotalSeconds,
                longest = waiting.Longest.TotalSeconds,
            },
            entriesPerProcess = summary.EntriesPerProcess,
            fairness = summary.Fairness,
            mostInside = summary.MostInside,
            counter = summary.Counter,
            workload = summary.Protocol.Workload,
            figures = summary.Figures.Select(figure => new
            {
                label = figure.Label,
                text = figure.Text,
                median = figure.Times?.Median.TotalSeconds,
                percentile95 = figure.Times?.Percentile95.TotalSeconds,
                longest = figure.Times?.Longest.TotalSeconds,
            }),
            lost = summary.Lost.Select(process => process.Value),
            crashed = summary.Crashed.Select(process => process.Value),
            blocked = summary.Blocked.Select(b => new
            {
                process = b.Process.Value,
                request = b.Request.ToString(),
                missing = b.Missing.Select(process => process.Value),
            }),
            stillInside = summary.StillInside.Select(process => process.Value),
            cut = summary.IsCut,
            stopped = summary.Stopped,
            missingAssumptions = AssumptionText.Json(AssumptionText.Missing(virtually, summary)),
            verdict = VerdictText.Word(summary.Verdict),
            violationCount = summary.ViolationCount,
            violations = summary.Violations.Select(v => new
            {
                property = v.Property.ToString(),
                atSeconds = v.At.TotalSeconds,
                process = v.Process?.Value,
                text = v.Text,
            }),
        },
        Options);

    private static long CountOf(RunSummary summary, string? kind) => kind is null ? 0 : summary.Messages.Of(kind);
}
