using System.Text.Json;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary>A comparison for scripts: one JSON object, with times in T. Fields may be added, none is removed.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Comparison comparison) => JsonSerializer.Serialize(
        new { seed = comparison.Settings.Seed, inside = Workload.Inside, measurements = comparison.Measurements.Select(Of) },
        Options);

    private static object Of(Measurement measured) => new
    {
        algorithm = measured.Algorithm.Name,
        processes = measured.Processes,
        load = measured.Load.Name,
        entries = measured.Entries,
        messagesPerEntry = measured.Messages,
        messagesByKind = measured.ByKind.ToDictionary(kind => kind.Name, kind => (double)kind.Count / measured.Entries),
        delay = measured.Delay,
        response = measured.Response,
        throughput = measured.Throughput,
        fairness = measured.Fairness,
        theory = measured.Judged.Select(figure => new
        {
            figure = figure.Name,
            formula = figure.Formula,
            least = figure.Theory.Least,
            most = figure.Theory.Most,
            verdict = figure.Judgement switch
            {
                Judgement.AsTheory => "as theory",
                Judgement.Explained => "explained",
                _ => "off",
            },
            reason = figure.Reason,
        }),
        violations = measured.Violations.Select(violation => violation.Text),
        good = measured.IsGood,
    };
}
