using System.Text.Json;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The messages of a page as data, in the order of their arrows. The script chooses by them which arrows to show. If there are
/// too many, it also draws them, because the page has only lanes at first.
/// </summary>
internal static class HtmlMessages
{
    private const int Copy = 1;
    private const int Guilty = 2;

    /// <summary>Writes the styles and the messages.</summary>
    public static void Write(Utf8JsonWriter json, Scene scene, Rows rows)
    {
        var styles = scene.Arrows.Select(arrow => arrow.Style).Distinct().OrderBy(style => style.Place).ToList();
        json.WriteStartArray("styles");
        foreach (var style in styles)
        {
            json.WriteStartObject();
            json.WriteString("name", style.Class);
            json.WriteString("label", style.Label);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        var entries = new Dictionary<Timestamp, int>();
        foreach (var entry in scene.Index.Entries)
        {
            if (entry.Request is { } request)
                entries.TryAdd(request, entry.Number);
        }
        json.WriteStartArray("messages");
        foreach (var arrow in scene.Arrows)
            Write(json, arrow, styles.IndexOf(arrow.Style), scene, entries, rows);
        json.WriteEndArray();
    }

    // Style, sender, receiver, when and by which event it was sent, when and by which event it ended (0 if it did not), and the
    // number of the entry that its request led to (0 for none). Then, if there is more to say, where its arrow ends, and flags.
    private static void Write(
        Utf8JsonWriter json, Arrow arrow, int style, Scene scene, Dictionary<Timestamp, int> entries, Rows rows)
    {
        var message = arrow.Message;
        json.WriteStartArray();
        json.WriteNumberValue(style);
        json.WriteNumberValue(message.From.Value);
        json.WriteNumberValue(message.To.Value);
        json.WriteNumberValue(HtmlData.Milliseconds(arrow.Sent));
        json.WriteNumberValue(message.Sent?.Number ?? 0);
        json.WriteNumberValue(HtmlData.Milliseconds(arrow.Ended));
        json.WriteNumberValue(message.Ended?.Number ?? 0);
        json.WriteNumberValue(message.Request is { } request ? entries.GetValueOrDefault(request) : 0);
        var end = SvgArrows.EndOf(arrow, rows);
        var flags = (message.IsCopy ? Copy : 0) + (scene.Wrongs.Blame.Messages.Contains(message) ? Guilty : 0);
        if (end != rows[message.To] || flags > 0)
            json.WriteNumberValue(end);
        if (flags > 0)
            json.WriteNumberValue(flags);
        json.WriteEndArray();
    }
}
