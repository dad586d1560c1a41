using System.Globalization;
using System.Text.Json;
using Coterie.Bench.Harness;
using Spectre.Console;

namespace Coterie.Bench.Memory;

/// <summary>Prints what <see cref="MemoryBench"/> measured.</summary>
internal static class MemoryReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A row per server and number of connections; a ratio is our rate divided by that server's rate.</summary>
    public static void Table(IReadOnlyList<MemoryRow> rows)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple).AddColumn("connections").AddColumn("server");
        foreach (var title in (string[])["median", "min", "max", "p50", "p99", "bad", "B/op", "ours is", "min..max"])
            table.AddColumn(title, column => column.RightAligned());
        foreach (var row in rows)
        {
            var ratios = Ours(rows, row).RatiosTo(row);
            var isOurs = row.Server == Ours(rows, row).Server;
            table.AddRow(
                Text(row.Connections, "0"), row.Server, Rate(row.Rate) + " op/s", Rate(row.Rates.Min()), Rate(row.Rates.Max()),
                Text(row.MedianMicroseconds, "0 us"), Text(row.Percentile99Microseconds, "0 us"), Text(row.Bad, "0"),
                row.BytesPerOperation is { } bytes ? Text(bytes, "0.##") : "",
                isOurs ? "" : Text(Measurement.Median(ratios), "0.00 x"),
                isOurs ? "" : $"{Text(ratios.Min(), "0.00")}..{Text(ratios.Max(), "0.00")}");
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(Report.MachineLine());
    }

    /// <summary>All measurements as one JSON object.</summary>
    public static void Json(IReadOnlyList<MemoryRow> rows) => Console.WriteLine(JsonSerializer.Serialize(new
    {
        suite = "memory",
        machine = Report.Machine(),
        cases = rows.Select(row => new
        {
            server = row.Server,
            connections = row.Connections,
            median = row.Rate,
            bytesPerOperation = row.BytesPerOperation,
            rounds = row.Rounds,
            ours = Ours(rows, row).RatiosTo(row),
        }),
    }, Indented));

    private static MemoryRow Ours(IReadOnlyList<MemoryRow> rows, MemoryRow beside) =>
        rows.First(row => row.Connections == beside.Connections);

    private static string Rate(double perSecond) => Text(perSecond / 1000, "0.0 k");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
