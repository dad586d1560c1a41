using System.Net;
using System.Text.Json;

namespace Coterie.Tracing.Pictures;

/// <summary>An entry on a page: its explanation, and the way of it through the diagram.</summary>
internal sealed class HtmlEntry(Scene scene, TraceEntry entry)
{
    private readonly TimeSpan _left = entry.Left?.At ?? scene.End;

    /// <summary>The entries that the picture shows some of.</summary>
    public static IEnumerable<HtmlEntry> Of(Scene scene)
    {
        var shown = scene.Bars.Where(bar => bar.Kind == BarKind.Inside).Select(bar => bar.Entry!.Value).ToHashSet();
        return scene.Index.Entries.Where(entry => shown.Contains(entry.Number)).Select(entry => new HtmlEntry(scene, entry));
    }

    /// <summary>The explanation, to be opened by a click.</summary>
    public string Html
    {
        get
        {
            var inside = entry.Left is null ? "to the end of the trace" : $"for {TimeAxis.Length(_left - entry.Entered.At)}";
            var waited = entry.Asked is { } asked ? $" after waiting {TimeAxis.Length(entry.Entered.At - asked.At)}" : "";
            var title = $"Entry {entry.Number}: Process {entry.Process} is inside {inside}{waited}";
            return $"""
                <details data-entry="{entry.Number}">
                <summary>{WebUtility.HtmlEncode(title)}</summary>
                <button class="scripted">Show in the diagram</button>
                </details>

                """;
        }
    }

    /// <summary>When the wait began and the stay ended, and the way of the explanation as lines of the diagram.</summary>
    public void WriteWay(Utf8JsonWriter json, Rows rows)
    {
        json.WriteStartObject($"{entry.Number}");
        HtmlData.WriteTime(json, "from", (entry.Asked ?? entry.Entered).At);
        HtmlData.WriteTime(json, "to", _left);
        json.WriteStartArray("way");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
