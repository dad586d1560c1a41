using System.Globalization;
using Coterie.Actors.Text;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// A line per event. Where there is room, the processes stand side by side as lanes, with the letter of what each is doing, and a message that arrives is an
/// arrow from lane to lane.
/// </summary>
internal sealed class TextEvents
{
    private const int MostLines = 500;
    private const int LaneWidth = 4;
    private const int TimeWidth = 12;
    private const int LeastWords = 32;
    private readonly Trace _trace;
    private readonly PicturePart _part;
    private readonly int _width;
    private readonly TextInk _ink;
    private readonly Dictionary<ProcessId, int> _lanes = [];
    private readonly bool _hasLanes;
    private readonly char[] _states;
    private readonly char[] _before;

    /// <summary>The events of a part of <paramref name="trace"/>.</summary>
    public TextEvents(Trace trace, PicturePart part, int width, TextInk ink)
    {
        (_trace, _part, _width, _ink) = (trace, part, width, ink);
        foreach (var process in part.Processes)
            _lanes.Add(process, _lanes.Count * LaneWidth);
        _hasLanes = TimeWidth + 2 + _lanes.Count * LaneWidth + LeastWords <= width;
        _states = new char[trace.Header.Processes];
        Array.Fill(_states, TextInk.Outside);
        _before = [.. _states];
    }

    /// <summary>Writes them; how many were too many.</summary>
    public int Write(TextWriter output)
    {
        var (lines, left) = (0, 0);
        foreach (var happened in _trace.Events)
        {
            Follow(happened);
            if (!_part.Has(happened.At) || happened.Process is { } process && !_part.Has(process))
                continue;
            if (lines == 0)
                WriteHead(output);
            if (lines++ < MostLines)
                WriteLine(output, happened);
            else
                left++;
        }
        return left;
    }

    private void WriteHead(TextWriter output)
    {
        var lanes = _hasLanes ? string.Concat(_part.Processes.Select(process => $"P{process}".PadRight(LaneWidth))) : "";
        output.Write($"{"ms",TimeWidth}  {lanes}".TrimEnd() + "\n");
    }

    private void WriteLine(TextWriter output, TraceEvent happened)
    {
        var time = ((decimal)happened.At.Ticks / TimeSpan.TicksPerMillisecond).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(TimeWidth);
        var words = Printable.Escape(_hasLanes && happened.Kind == TraceEventKind.Receive ? MessageWords(happened) : EventText.Of(happened));
        var lanes = _hasLanes ? Lanes(happened) : [];
        var room = _width - TimeWidth - 2 - lanes.Length;
        output.Write($"{time}  {_ink.Paint(lanes)}{(words.Length <= room ? words : words[..(room - 3)] + "...")}\n");
    }

    // The arrow says who and from whom.
    private static string MessageWords(TraceEvent receipt)
    {
        var deed = EventText.Deed(receipt)["receives ".Length..];
        return deed.Replace($" from Process {receipt.From}", "", StringComparison.Ordinal);
    }

    private char[] Lanes(TraceEvent happened)
    {
        var lanes = new char[_lanes.Count * LaneWidth];
        Array.Fill(lanes, ' ');
        foreach (var (process, lane) in _lanes)
            lanes[lane] = _states[process.Value - 1];
        if (happened is { Kind: TraceEventKind.Receive or TraceEventKind.Drop, Process: { } to, From: { } from } && from != to && _lanes.TryGetValue(from, out var start))
        {
            var end = _lanes[to];
            lanes.AsSpan(Math.Min(start, end), Math.Abs(end - start)).Fill('=');
            lanes[start] = 'o';
            lanes[end] = happened.Kind == TraceEventKind.Drop ? TextInk.Lost : start < end ? '>' : '<';
        }
        return lanes;
    }

    private void Follow(TraceEvent happened)
    {
        if (happened.Process is not { } process)
            return;
        ref var state = ref _states[process.Value - 1];
        ref var before = ref _before[process.Value - 1];
        switch (happened.Kind)
        {
            case TraceEventKind.Request:
                state = TextInk.Waiting;
                break;
            case TraceEventKind.Enter:
                state = TextInk.Inside;
                break;
            case TraceEventKind.Exit or TraceEventKind.Withdraw:
                state = TextInk.Outside;
                break;
            case TraceEventKind.Crash or TraceEventKind.Pause:
                (before, state) = (state, happened.Kind == TraceEventKind.Crash ? TextInk.Crashed : TextInk.Paused);
                break;
            case TraceEventKind.Restart or TraceEventKind.Resume:
                state = before;
                break;
        }
    }
}
