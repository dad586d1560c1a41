using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coterie.Bench.Harness;
using Coterie.Bench.Variables.Stores;
using Spectre.Console;

namespace Coterie.Bench.Variables;

/// <summary>Prints what <see cref="VariablesBench"/> measured.</summary>
internal static class VariablesReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

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

    private static string[] Ratio(IReadOnlyList<double> ratios) => ratios.Count == 0
        ? ["", ""]
        : [Text(Measurement.Median(ratios), "0.00 x"), $"{Text(ratios.Min(), "0.00")}..{Text(ratios.Max(), "0.00")}"];

    private static string Rate(double perSecond) => perSecond switch
    {
        >= 1e6 => Text(perSecond / 1e6, "0.00 M"),
        >= 1e4 => Text(perSecond / 1e3, "0.0 k"),
        _ => Text(perSecond, "0"),
    };

    private static string Time(double microseconds) => double.IsNaN(microseconds) ? "" : Text(microseconds, "0 us");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
