using System.Text.Json;
using Coterie.Bench.Harness;
using Coterie.Bench.Variables.Stores;
using Spectre.Console;
using static Coterie.Bench.Harness.ComparisonText;

namespace Coterie.Bench.Variables;

/// <summary>Prints what <see cref="VariablesBench"/> measured.</summary>
internal static class VariablesReport
{
    /// <summary>A row per case and service; a ratio is our rate divided by that service's rate.</summary>
    public static void Table(VariablesResults results)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple).AddColumn("case").AddColumn("service");
        foreach (var title in (string[])
            ["per s", "min..max", "p50", "p99", $"{CoterieStore.InMemory} is", "min..max", "with --data", "min..max"])
        {
            table.AddColumn(title, column => column.RightAligned());
        }
        foreach (var row in results.Rows)
        {
            table.AddRow(
            [
                row.Case, row.Store, Rate(row.Rate), $"{Rate(row.Rates.Min())}..{Rate(row.Rates.Max())}",
                Time(row.Latencies.Percentile(0.5)), Time(row.Latencies.Percentile(0.99)),
                .. Ratio(results.Ratios(CoterieStore.InMemory, row)), .. Ratio(results.Ratios(CoterieStore.Durable, row)),
            ]);
        }
        AnsiConsole.Write(table);
        foreach (var note in results.Notes)
            AnsiConsole.WriteLine(note);
        AnsiConsole.WriteLine(Report.MachineLine());
    }

    /// <summary>All measurements as one JSON object.</summary>
    public static void Json(VariablesResults results) => Console.WriteLine(JsonSerializer.Serialize(new
    {
        suite = "variables",
        machine = Report.Machine(),
        notes = results.Notes,
        cases = results.Rows.Select(row => new
        {
            name = row.Case,
            service = row.Store,
            perSecond = row.Rate,
            microsecondsP50 = row.Latencies.Percentile(0.5),
            microsecondsP99 = row.Latencies.Percentile(0.99),
            rounds = row.Rates,
            ours = results.Ratios(CoterieStore.InMemory, row),
            oursWithData = results.Ratios(CoterieStore.Durable, row),
        }),
    }, Indented));
}
