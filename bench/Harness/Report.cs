using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text.Json;
using Spectre.Console;

namespace Coterie.Bench.Harness;

/// <summary>Prints measurements: a table for people, JSON for programs.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One row per case.</summary>
    public static void Table(Suite suite, IReadOnlyList<Measurement> measurements)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        var compared = measurements.Any(each => each.Ratios.Count > 0);
        var table = new Table().Border(TableBorder.Simple).AddColumn("case");
        foreach (var title in (string[])["median", "min", "max", "B/op"]) table.AddColumn(title, column => column.RightAligned());
        var timed = measurements.Any(each => each.Latencies is not null);
        if (timed)
        {
            foreach (var title in (string[])["p50 us", "p99 us", "p99.9 us"])
                table.AddColumn(title, column => column.RightAligned());
        }
        if (compared)
        {
            table.AddColumn($"of {suite.Baseline}", column => column.RightAligned());
            table.AddColumn("min..max", column => column.RightAligned());
            if (timed)
            {
                foreach (var title in (string[])["its p50", "its p99"]) table.AddColumn(title, column => column.RightAligned());
            }
        }
        foreach (var each in measurements)
        {
            List<string> row =
            [
                Markup.Escape(each.Name), Median(each), Rate(each.Rates.Min()), Rate(each.Rates.Max()),
                each.BytesPerOperation.ToString("0.#", CultureInfo.InvariantCulture),
            ];
            if (timed) row.AddRange(Percentiles(each.Latencies));
            if (compared)
            {
                row.Add(each.Ratios.Count == 0 ? "" : Times(Measurement.Median(each.Ratios)));
                row.Add(each.Ratios.Count == 0 ? "" : $"{Times(each.Ratios.Min())}..{Times(each.Ratios.Max())}");
                if (timed) row.AddRange(Percentiles(each.BaselineLatencies).Take(2));
            }
            table.AddRow([.. row]);
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(MachineLine());
    }

    /// <summary>All measurements as one JSON object.</summary>
    public static void Json(Suite suite, IReadOnlyList<Measurement> measurements) =>
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            suite = suite.Name,
            baseline = suite.Baseline,
            machine = Machine(),
            cases = measurements.Select(each => new
            {
                name = each.Name,
                unit = each.Unit,
                operations = each.Operations,
                median = Measurement.Median(each.Rates),
                alsoUnit = each.Also?.Unit,
                alsoMedian = each.Also?.PerOperation * Measurement.Median(each.Rates),
                rounds = each.Rates,
                bytesPerOperation = each.BytesPerOperation,
                microsecondsP50 = each.Latencies?.Percentile(0.5),
                microsecondsP99 = each.Latencies?.Percentile(0.99),
                microsecondsP999 = each.Latencies?.Percentile(0.999),
                baselineRounds = each.BaselineRates,
                baselineMicrosecondsP50 = each.BaselineLatencies?.Percentile(0.5),
                baselineMicrosecondsP99 = each.BaselineLatencies?.Percentile(0.99),
                medianRatio = each.Ratios.Count == 0 ? (double?)null : Measurement.Median(each.Ratios),
                ratios = each.Ratios,
            }),
        }, Indented));

    /// <summary>What the figures were measured on, as one line.</summary>
    public static string MachineLine() => string.Join(", ", Machine().Select(fact => $"{fact.Key}: {fact.Value}"));

    /// <summary>What the figures were measured on.</summary>
    public static Dictionary<string, string> Machine()
    {
        var engine = typeof(Akka.Actor.ActorSystem).Assembly.GetName();
        return new()
        {
            ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["os"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["gc"] = GCSettings.IsServerGC ? "server" : "workstation",
            ["engine"] = $"{engine.Name} {engine.Version}",
        };
    }

    private static string Median(Measurement of)
    {
        var median = Measurement.Median(of.Rates);
        var also = of.Also is { } other ? $" = {Rate(median * other.PerOperation)} {other.Unit}" : "";
        return $"{Rate(median)} {of.Unit}{also}";
    }

    private static IEnumerable<string> Percentiles(Latencies? latencies) => ((double[])[0.5, 0.99, 0.999]).Select(
        share => latencies?.Percentile(share).ToString("0", CultureInfo.InvariantCulture) ?? "");

    private static string Rate(double perSecond) => perSecond switch
    {
        >= 10e6 => (perSecond / 1e6).ToString("0.0 'M'", CultureInfo.InvariantCulture),
        >= 1e6 => (perSecond / 1e6).ToString("0.00 'M'", CultureInfo.InvariantCulture),
        >= 1e3 => (perSecond / 1e3).ToString("0.0 'k'", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
    };

    private static string Times(double ratio) => ratio.ToString("0.00 'x'", CultureInfo.InvariantCulture);
}
