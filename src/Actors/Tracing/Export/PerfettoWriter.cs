using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coterie.Tracing.Export;

/// <summary>Writes trace events in the format of chrome://tracing, which Perfetto reads, too. Times are in microseconds there.</summary>
internal sealed class PerfettoWriter : IDisposable
{
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins the object.</summary>
    public PerfettoWriter(Stream stream)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("displayTimeUnit", "ms");
        _json.WriteStartArray("traceEvents");
    }

    /// <summary>How long a step without duration is drawn at most.</summary>
    public static TimeSpan Glance { get; } = TimeSpan.FromMicroseconds(10);

    /// <summary>Names the process of all tracks, or a track; tracks are shown in the order of their numbers.</summary>
    public void Name(string what, int track, string name)
    {
        Begin("M", what, track, null);
        _json.WriteStartObject("args");
        _json.WriteString("name", name);
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (track == 0)
            return;
        Begin("M", "thread_sort_index", track, null);
        _json.WriteStartObject("args");
        _json.WriteNumber("sort_index", track);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    /// <summary>Something that lasts; with the words and the clock of an event where it stands for one.</summary>
    public void Slice(string name, int track, TimeSpan from, TimeSpan duration, TraceEvent? happened)
    {
        Begin("X", name, track, from);
        Microseconds("dur", duration);
        if (happened is not null)
        {
            _json.WriteStartObject("args");
            _json.WriteString("event", EventText.Of(happened));
            _json.WriteString("clock", happened.Clock!.ToString());
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
    }

    /// <summary>A moment of the whole run.</summary>
    public void Instant(string name, TimeSpan at)
    {
        Begin("i", name, 0, at);
        _json.WriteString("s", "g");
        _json.WriteEndObject();
    }

    /// <summary>An arrow from a slice to another, those that begin at these times.</summary>
    public void Flow(string name, int id, (int Track, TimeSpan At) from, (int Track, TimeSpan At) to)
    {
        FlowEnd("s", name, id, from);
        FlowEnd("f", name, id, to);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
    }

    private void FlowEnd(string phase, string name, int id, (int Track, TimeSpan At) end)
    {
        Begin(phase, name, end.Track, end.At);
        _json.WriteString("cat", "message");
        _json.WriteNumber("id", id);
        if (phase == "f")
            _json.WriteString("bp", "e");
        _json.WriteEndObject();
    }

    private void Begin(string phase, string name, int track, TimeSpan? at)
    {
        _json.WriteStartObject();
        _json.WriteString("ph", phase);
        _json.WriteString("name", name);
        _json.WriteNumber("pid", 1);
        _json.WriteNumber("tid", track);
        if (at is { } time)
            Microseconds("ts", time);
    }

    private void Microseconds(string field, TimeSpan time) => _json.WriteNumber(field, (decimal)time.Ticks / TimeSpan.TicksPerMicrosecond);
}
