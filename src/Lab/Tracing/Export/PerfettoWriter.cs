using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coterie.Lab.Tracing.Export;

/// <summary>
/// Writes trace events in the format of chrome://tracing, which Perfetto reads, too: one on each line, with times in
/// microseconds.
/// </summary>
internal sealed class PerfettoWriter : IDisposable
{
    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;
    private string _separator = "\n";

    /// <summary>Begins the object.</summary>
    public PerfettoWriter(TextWriter output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _output.Write("""{"displayTimeUnit":"ms","traceEvents":[""");
    }

    /// <summary>How long a step is drawn at most; it takes no time.</summary>
    public static TimeSpan LongestStep { get; } = TimeSpan.FromMicroseconds(10);

    /// <summary>Names all tracks together.</summary>
    public void NameAll(string name) => Describe("process_name", 0, "name", name);

    /// <summary>Names a track. Tracks are shown in the order of their numbers.</summary>
    public void Name(int track, string name)
    {
        Describe("thread_name", track, "name", name);
        Describe("thread_sort_index", track, "sort_index", track);
    }

    /// <summary>Something that lasts. If it stands for an event, it has the event's words and clock.</summary>
    public void Slice(string name, int track, TimeSpan from, TimeSpan duration, TraceEvent? happened = null, string? words = null)
    {
        Begin("X", name, track, from);
        Microseconds("dur", duration);
        if (happened is not null)
        {
            _json.WriteStartObject("args");
            _json.WriteString("event", words);
            _json.WriteString("clock", happened.Clock!.ToString());
            _json.WriteEndObject();
        }
        End();
    }

    /// <summary>Something without duration that concerns the whole run.</summary>
    public void Instant(string name, TimeSpan at)
    {
        Begin("i", name, 0, at);
        _json.WriteString("s", "g");
        End();
    }

    /// <summary>An arrow begins at the slice that was written last.</summary>
    public void FlowBegin(string name, int id, int track, TimeSpan at) => Flow("s", name, id, track, at);

    /// <summary>An arrow ends at the slice that was written last.</summary>
    public void FlowEnd(string name, int id, int track, TimeSpan at) => Flow("f", name, id, track, at);

    /// <summary>Ends the object; the output stays open.</summary>
    public void Dispose()
    {
        _output.Write("\n]}\n");
        _json.Dispose();
    }

    private void Describe(string what, int track, string field, object value)
    {
        Begin("M", what, track, null);
        _json.WriteStartObject("args");
        _json.WritePropertyName(field);
        JsonSerializer.Serialize(_json, value);
        _json.WriteEndObject();
        End();
    }

    private void Flow(string phase, string name, int id, int track, TimeSpan at)
    {
        Begin(phase, name, track, at);
        _json.WriteString("cat", "message");
        _json.WriteNumber("id", id);
        if (phase == "f")
            _json.WriteString("bp", "e");
        End();
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

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _output.Write(_separator);
        _output.Write(Encoding.UTF8.GetString(_line.WrittenSpan));
        _separator = ",\n";
        _line.ResetWrittenCount();
        _json.Reset();
    }

    private void Microseconds(string field, TimeSpan time) =>
        _json.WriteNumber(field, (decimal)time.Ticks / TimeSpan.TicksPerMicrosecond);
}
