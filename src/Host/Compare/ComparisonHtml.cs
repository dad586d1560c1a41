using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary>A comparison as a web page with charts and tables, in one file that loads nothing else.</summary>
internal static class ComparisonHtml
{
    private const string Page = "Coterie.Host.Compare.page.html";

    /// <summary>The N for the chart of throughput against load: the middle one.</summary>
    public static int SweepSize(ComparisonSettings settings) =>
        settings.Processes.Order().ElementAt(settings.Processes.Count / 2);

    /// <summary>Writes the page.</summary>
    /// <param name="comparison">For the tables, and the charts against N.</param>
    /// <param name="sweep">For the chart of throughput against load.</param>
    /// <param name="output">Gets the page.</param>
    public static void Write(Comparison comparison, IReadOnlyList<Measurement> sweep, TextWriter output)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Page)!;
        using var reader = new StreamReader(stream);
        output.Write(reader.ReadToEnd()
            .Replace("{{units}}", WebUtility.HtmlEncode(ComparisonText.Units(comparison)), StringComparison.Ordinal)
            .Replace("{{tables}}", Tables(comparison), StringComparison.Ordinal)
            .Replace("{{data}}", Data(comparison, sweep), StringComparison.Ordinal));
    }

    private static string Data(Comparison comparison, IReadOnlyList<Measurement> sweep) => JsonSerializer.Serialize(new
    {
        algorithms = comparison.Settings.Algorithms.Select(algorithm => algorithm.Name),
        processes = sweep[0].Processes,
        measured = comparison.Measurements.Select(measured => new
        {
            algorithm = measured.Algorithm.Name,
            n = measured.Processes,
            load = measured.Load.Name,
            messages = Math.Round(measured.Messages, 3),
            delay = measured.Load == Load.Low || measured.Delay is not { } delay ? (double?)null : Math.Round(delay, 3),
        }),
        sweep = sweep.Select(measured => new
        {
            algorithm = measured.Algorithm.Name,
            offered = measured.Load.Offered,
            throughput = Math.Round(measured.Throughput, 4),
        }),
    });

    private static string Tables(Comparison comparison)
    {
        var html = new StringBuilder();
        foreach (var table in ComparisonTable.Of(comparison))
        {
            html.Append($"<h2>{WebUtility.HtmlEncode(table.Title)}</h2>\n<div class=\"wide\"><table>\n<tr>");
            foreach (var heading in table.Headings)
                html.Append($"<th>{WebUtility.HtmlEncode(heading)}</th>");
            html.Append("</tr>\n");
            foreach (var row in table.Rows)
                Append(row, html);
            html.Append("</table></div>\n");
        }
        return html.ToString();
    }

    private static void Append(ComparisonRow row, StringBuilder html)
    {
        html.Append("<tr>");
        foreach (var cell in row.Cells)
            html.Append($"<td>{WebUtility.HtmlEncode(cell)}</td>");
        var notes = string.Join("<br>", row.Notes.Select(WebUtility.HtmlEncode));
        html.Append($"</tr>\n<tr class=\"note\"><td></td><td colspan=\"{row.Cells.Count - 1}\">{notes}</td></tr>\n");
    }
}
