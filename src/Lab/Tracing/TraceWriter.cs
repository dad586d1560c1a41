using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// Writes a trace as JSON Lines: the header, a line per event, and <c>end</c>. Messages that the events imply are not written;
/// <c>docs/trace.md</c> has the fields.
/// </summary>
public sealed class TraceWriter : IDisposable
{
    /// <summary>The version of the format.</summary>
    public const string Version = "trace/1";

    private const int MostBuffered = 64 * 1024;
    private readonly Stream _stream;
    private readonly TraceImplications _implications;
    private readonly ArrayBufferWriter<byte> _buffer = new(MostBuffered);
    private readonly Utf8JsonWriter _json;
    private TimeSpan _last;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">The stream to write to; closed by <see cref="Dispose"/>.</param>
    /// <param name="header">Which run it records.</param>
    public TraceWriter(Stream stream, TraceHeader header)
    {
        (_stream, _implications) = (stream, new TraceImplications(header.Processes));
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("coterie", Version);
        _json.WriteString("algorithm", header.Algorithm);
        if (header.Bug is not null)
            _json.WriteString("bug", header.Bug);
        if (header.Workload is not null)
            _json.WriteString("workload", header.Workload);
        _json.WriteNumber("processes", header.Processes);
        if (header.Seed is { } seed)
            _json.WriteNumber("seed", seed);
        _json.WriteString("clock", header.IsVirtual ? "virtual" : "real");
        if (header.Started is { } started)
            _json.WriteString("started", started.UtcDateTime);
        if (header.Nodes.Count > 0)
            WriteNodes(header.Nodes);
        _json.WriteBoolean("hasEnd", true);
        EndLine();
    }

    /// <summary>Writes an event.</summary>
    public void Write(TraceEvent happened)
    {
        _last = happened.At;
        Begin(happened.At);
        if (happened.Process is { } process)
            _json.WriteNumber("p", process.Value);
        _json.WriteString("e", happened.Kind == TraceEventKind.Receive ? $"recv-{happened.Message}" : Names.Of(happened.Kind));
        if (happened.Kind is TraceEventKind.Drop or TraceEventKind.Duplicate)
            _json.WriteString("m", happened.Message);
        if (happened.From is { } from)
            _json.WriteNumber("from", from.Value);
        if (happened.To is { } to)
            _json.WriteNumber("to", to.Value);
        WriteRequest(happened.Request, TraceImplications.OwnerOf(happened));
        if (happened.SentBy is { } sentBy)
            _json.WriteNumber("sent", sentBy);
        if (happened.Reply is { } reply)
            _json.WriteString("reply", reply == ReplyTime.Now ? "now" : "deferred");
        if (happened.Reason is { } reason)
            _json.WriteString("why", reason);
        if (happened.Detail is { } detail)
            _json.WriteString("what", detail);
        WriteSends(happened);
        if (happened.Kind == TraceEventKind.Partition)
            WriteGroups(happened.Groups);
        if (happened.Clock is { } clock)
            WriteClock(clock);
        EndLine();
    }

    /// <summary>Writes the last line, which says that the trace is complete.</summary>
    /// <param name="isCut">Whether the trace ends before the run did.</param>
    public void End(bool isCut = false)
    {
        Begin(_last);
        _json.WriteString("e", Names.End);
        if (isCut)
            _json.WriteString("why", Names.Cut);
        EndLine();
        Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        using (_stream)
            Flush();
    }

    private void Begin(TimeSpan at)
    {
        _json.WriteStartObject();
        _json.WriteNumber("at", (decimal)at.Ticks / TimeSpan.TicksPerMillisecond);
    }

    private void WriteRequest(Timestamp? request, ProcessId? owner)
    {
        if (request is not { } concerned)
            return;
        _json.WriteNumber("ts", concerned.Clock);
        if (concerned.Process != owner)
            _json.WriteNumber("of", concerned.Process.Value);
    }

    private void WriteSends(TraceEvent happened)
    {
        _implications.Take(happened);
        var sends = _implications.Split(happened);
        if (sends.Asked is { } asked)
            WriteProcesses("to", asked);
        if (sends.Replied.Count > 0)
            WriteProcesses("replied", sends.Replied);
        if (sends.Others.Count == 0)
            return;
        _json.WriteStartArray("sends");
        foreach (var send in sends.Others)
        {
            _json.WriteStartObject();
            _json.WriteString("m", send.Message);
            _json.WriteNumber("to", send.To.Value);
            WriteRequest(send.Request, happened.Process);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void WriteProcesses(string name, IReadOnlyList<ProcessId> processes)
    {
        _json.WriteStartArray(name);
        foreach (var process in processes)
            _json.WriteNumberValue(process.Value);
        _json.WriteEndArray();
    }

    private void WriteNodes(IReadOnlyList<int> nodes)
    {
        _json.WriteStartArray("nodes");
        foreach (var count in nodes)
            _json.WriteNumberValue(count);
        _json.WriteEndArray();
    }

    private void WriteGroups(IReadOnlyList<IReadOnlyList<ProcessId>> groups)
    {
        _json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            _json.WriteStartArray();
            foreach (var process in group)
                _json.WriteNumberValue(process.Value);
            _json.WriteEndArray();
        }
        _json.WriteEndArray();
    }

    private void WriteClock(VectorClock clock)
    {
        _json.WriteStartObject("vc");
        foreach (var (process, count) in clock.Known)
            _json.WriteNumber(Names.OfProcess(process.Value), count);
        _json.WriteEndObject();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > MostBuffered / 2)
            Flush();
    }

    private void Flush()
    {
        try
        {
            _stream.Write(_buffer.WrittenSpan);
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }
}
