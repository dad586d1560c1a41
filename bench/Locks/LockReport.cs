using System.Text.Json;
using Coterie.Bench.Harness;
using Spectre.Console;
using static Coterie.Bench.Harness.ComparisonText;

namespace Coterie.Bench.Locks;

/// <summary>Prints what <see cref="LockBench"/> measured.</summary>
internal static class LockReport
{
    /// <summary>A row per case and service; a ratio is our rate divided by that service's rate.</summary>
    public static void Table(LockResults results)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple).AddColumn("case").AddColumn("service");
        foreach (var title in (string[])
            ["entries/s", "min..max", "wait p50", "p99", "hand-overs/s", "p50", "p99", "ours is", "min..max"])
        {
            table.AddColumn(title, column => column.RightAligned());
        }
        foreach (var row in results.Rows)
        {
            var ours = results.OursBeside(row);
            var ratios = ours is null || ours == row ? [] : ours.RatiosTo(row);
            table.AddRow(
            [
                row.Case, row.Peer + (row.IsBroken ? " (TWO INSIDE)" : ""), Rate(row.Rate),
                $"{Rate(row.Rates.Min())}..{Rate(row.Rates.Max())}", Time(row.WaitMicroseconds(0.5)),
                Time(row.WaitMicroseconds(0.99)), Rate(row.HandOverRate), Time(row.HandOverMicroseconds(0.5)),
                Time(row.HandOverMicroseconds(0.99)), .. Ratio(ratios),
            ]);
        }
        AnsiConsole.Write(table);
        foreach (var note in results.Notes)
            AnsiConsole.WriteLine(note);
        AnsiConsole.WriteLine(Report.MachineLine());
    }

    /// <summary>All measurements as one JSON object.</summary>
    public static void Json(LockResults results) => Console.WriteLine(JsonSerializer.Serialize(new
    {
        suite = "lock",
        machine = Report.Machine(),
        notes = results.Notes,
        cases = results.Rows.Select(row => new
        {
            name = row.Case,
            service = row.Peer,
            entriesPerSecond = row.Rate,
            waitMicrosecondsP50 = row.WaitMicroseconds(0.5),
            waitMicrosecondsP99 = row.WaitMicroseconds(0.99),
            handOversPerSecond = row.HandOverRate,
            handOverMicrosecondsP50 = row.HandOverMicroseconds(0.5),
            handOverMicrosecondsP99 = row.HandOverMicroseconds(0.99),
            twoInside = row.IsBroken,
            rounds = row.Rates,
            ours = results.OursBeside(row)?.RatiosTo(row),
        }),
    }, Indented));
}
