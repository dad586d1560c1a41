using System.Globalization;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary>A comparison for the terminal.</summary>
internal static class ComparisonText
{
    /// <summary>The units, for every form of a comparison.</summary>
    public static string Units(Comparison comparison) => string.Create(
        CultureInfo.InvariantCulture,
        $"Times in T, the time of a message on its way; a process stays inside for E = {Workload.Inside} T; "
            + $"messages per entry; seed {comparison.Settings.Seed}");

    public static IEnumerable<string> Lines(Comparison comparison)
    {
        yield return Units(comparison);
        foreach (var table in ComparisonTable.Of(comparison))
        {
            yield return "";
            yield return table.Title;
            foreach (var line in Lines(table))
                yield return line;
        }
    }

    private static IEnumerable<string> Lines(ComparisonTable table)
    {
        int[] widths = [.. table.Headings.Select((heading, column) => Math.Max(heading.Length, LongestCell(table, column)))];
        yield return Line(table.Headings, widths);
        foreach (var row in table.Rows)
        {
            yield return Line(row.Cells, widths);
            foreach (var note in row.Notes)
                yield return $"    {note}";
        }
    }

    private static int LongestCell(ComparisonTable table, int column) => table.Rows.Max(row => row.Cells[column].Length);

    private static string Line(IEnumerable<string> cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
}
