using System.Text;
using System.Text.Json;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// What the script of a page needs: times in milliseconds, the events with their clocks, and the paths of the explanations.
/// </summary>
internal static class HtmlData
{
    /// <summary>The data as JSON. It has no <c>&lt;</c>, so it can stand in a page.</summary>
    public static string Json(Scene scene, IEnumerable<HtmlEntry> entries, Rows rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteTime(json, "from", scene.Part.From);
            WriteTime(json, "to", scene.Part.To);
            json.WriteStartObject("events");
            foreach (var happened in scene.Events)
                WriteEvent(json, happened, scene);
            json.WriteEndObject();
            json.WriteStartObject("entries");
            foreach (var entry in entries)
                entry.WriteData(json, rows);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A time in milliseconds, as exact as the trace has it.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, TimeSpan time) =>
        json.WriteNumber(name, (decimal)time.Ticks / TimeSpan.TicksPerMillisecond);

    private static void WriteEvent(Utf8JsonWriter json, TraceEvent happened, Scene scene)
    {
        json.WriteStartObject(EventKey.Of(happened));
        WriteTime(json, "at", happened.At);
        json.WriteString("text", EventText.Of(happened, scene.Name));
        if (scene.Wrongs.Blame.Steps.Contains(happened))
            json.WriteBoolean("guilty", true);
        json.WriteStartArray("clock");
        for (var id = 1; id <= happened.Clock!.Processes; id++)
            json.WriteNumberValue(happened.Clock[new ProcessId(id)]);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
