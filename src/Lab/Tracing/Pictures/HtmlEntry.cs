using System.Net;
using System.Text.Json;
using Coterie.Actors.Text;
using Coterie.Lab.Tracing.Explaining;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>An entry on a page: its explanation, and the path of the explanation through the diagram.</summary>
internal sealed class HtmlEntry(Scene scene, TraceEntry entry)
{
    private readonly Explanation _explanation = Explanation.Of(scene.Index, entry);
    private readonly TimeSpan _left = entry.Left?.At ?? scene.End;

    /// <summary>The explanation, which a click opens.</summary>
    public string Html
    {
        get
        {
            var inside = entry.Left is null ? "to the end of the trace" : $"for {TimeAxis.Length(_left - entry.Entered.At)}";
            var wrongs = scene.Wrongs.Blame.Of(entry.Number)
                .Select(wrong => $"! This entry takes part in a violation of {wrong.Rule}: {wrong.Text}");
            var sentences = wrongs.Concat(_explanation.Sentences)
                .Select(sentence => WebUtility.HtmlEncode(Printable.Escape(sentence)));
            var waited = entry.Asked is null ? "" : $" after waiting {TimeAxis.Length(_explanation.Waited)}";
            return $"""
                <details name="entry" data-entry="{entry.Number}">
                <summary>Entry {entry.Number}: {scene.Name(entry.Process)} is inside {inside}{waited}</summary>
                <div class="sentences">
                <ul>
                {string.Join('\n', sentences.Select(sentence => $"<li>{sentence}</li>"))}
                </ul>
                <button class="scripted">Show in the diagram</button>
                </div>
                </details>

                """;
        }
    }

    /// <summary>Writes when the process asked and when it left, and the path as lines of the diagram.</summary>
    public void WriteData(Utf8JsonWriter json, Rows rows)
    {
        json.WriteStartObject($"{entry.Number}");
        HtmlData.WriteTime(json, "from", (entry.Asked ?? entry.Entered).At);
        HtmlData.WriteTime(json, "to", _left);
        json.WriteStartArray("way");
        foreach (var part in _explanation.Parts)
            WritePart(json, rows, part);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePart(Utf8JsonWriter json, Rows rows, WaitPart part)
    {
        var from = part.Message?.From ?? part.Process;
        if (!scene.Part.Has(from) || !scene.Part.Has(part.Process))
            return;
        json.WriteStartObject();
        HtmlData.WriteTime(json, "from", part.Message?.Sent?.At ?? part.From);
        HtmlData.WriteTime(json, "to", part.To);
        if (part.Message?.Ended is { } ended)
            json.WriteString("ended", EventKey.Of(ended));
        json.WriteNumber("y1", rows[from]);
        json.WriteNumber("y2", rows[part.Process]);
        json.WriteEndObject();
    }
}
