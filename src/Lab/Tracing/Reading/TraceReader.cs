using System.Text.Json;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>
/// Reads a trace, event after event: the inverse of <see cref="TraceWriter"/>. It keeps in memory one line and what is needed to
/// conclude what lines leave out. It checks that every line is as <c>docs/trace.md</c> says; whether the lines make sense
/// together is checked by <c>coterie check</c>.
/// </summary>
public sealed class TraceReader
{
    private readonly TraceLines _lines;
    private readonly EventLineReader _fields;
    private readonly EventBuilder _events;
    private readonly CancellationToken _cancellation;
    private bool _hasEnded;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The trace; it stays open.</param>
    /// <param name="cancellation">Ends the reading: <see cref="Next"/> throws.</param>
    /// <exception cref="TraceFormatException">The first line is no header.</exception>
    public TraceReader(Stream stream, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _lines = new TraceLines(stream);
        if (!_lines.TryRead(out var line))
            throw HeaderReader.NoHeader([]);
        try
        {
            Header = HeaderReader.Read(line);
        }
        catch (JsonException)
        {
            throw HeaderReader.NoHeader(line);
        }
        _fields = new EventLineReader(Header.Processes);
        _events = new EventBuilder(Header.Processes);
    }

    /// <summary>What run the trace is of.</summary>
    public TraceHeader Header { get; }

    /// <summary>Whether the run was ended before its time. Known after the last line is read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Line => _lines.Number;

    /// <summary>Reads a whole trace into memory.</summary>
    /// <exception cref="TraceFormatException">It is no trace, or its end is missing.</exception>
    public static Trace Read(Stream stream, CancellationToken cancellation = default)
    {
        var reader = new TraceReader(stream, cancellation);
        var events = new List<TraceEvent>();
        while (reader.Next() is { } happened)
            events.Add(happened);
        return new Trace(reader.Header, events) { IsCut = reader.IsCut };
    }

    /// <summary>The next event; null after the last one.</summary>
    /// <exception cref="TraceFormatException">The line is no event, or the end of the file is missing.</exception>
    public TraceEvent? Next()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_hasEnded || !_lines.TryRead(out var line))
        {
            End();
            return null;
        }
        if (Parse(line) is { } happened)
            return happened;
        _hasEnded = true;
        if (_lines.TryRead(out _))
            throw new TraceFormatException(_lines.Number, "There must be no line after the end of the trace.");
        return null;
    }

    private TraceEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var fields = _fields.Read(line, _lines.Number);
            var happened = _events.Build(fields, _lines.Number);
            IsCut |= happened is null && fields.Reason == Names.Cut;
            return happened;
        }
        catch (JsonException problem)
        {
            var what = _lines.IsUnended
                ? "The file is cut in the middle of its last line, which must be a JSON object"
                : $"The line must be a JSON object, and is not from byte {problem.BytePositionInLine + 1} on";
            throw new TraceFormatException(_lines.Number, $"{what}, was [{JsonFields.Shortened(line)}].");
        }
    }

    private void End()
    {
        if (Header.HasEnd && !_hasEnded)
            throw new TraceFormatException(_lines.Number + 1, "The last line must be the event end, was []: the file is cut.");
        _hasEnded = true;
    }
}
