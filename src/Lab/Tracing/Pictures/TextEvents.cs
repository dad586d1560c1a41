using System.Globalization;
using Coterie.Actors.Text;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Writes a line for each event. If there is room, each line begins with a lane for each process: the letter in a lane says what
/// the process is doing, and a message that arrives is an arrow from lane to lane.
/// </summary>
internal sealed class TextEvents
{
    private const int MostLines = 500;
    private const int LaneWidth = 4;
    private const int TimeWidth = 12;
    private const int LeastWords = 32;
    private readonly Trace _trace;
    private readonly Scene _scene;
    private readonly PicturePart _part;
    private readonly int _width;
    private readonly TextInk _ink;
    private readonly Func<ProcessId, string> _name;
    private readonly RoutineMessages _routine;
    private readonly Dictionary<ProcessId, int> _lanes = [];
    private readonly bool _hasLanes;
    private readonly PerProcess<char> _states;
    private readonly PerProcess<char> _before;

    /// <summary>The events of <paramref name="scene"/>.</summary>
    public TextEvents(Scene scene, int width, TextInk ink)
    {
        (_scene, _trace, _part, _width, _ink, _name) = (scene, scene.Index.Trace, scene.Part, width, ink, scene.Name);
        _routine = scene.Routine;
        foreach (var process in _part.Processes)
            _lanes.Add(process, _lanes.Count * LaneWidth);
        _hasLanes = TimeWidth + 2 + _lanes.Count * LaneWidth + LeastWords <= width;
        _states = new PerProcess<char>(_trace.Header.Processes, _ => TextInk.Outside);
        _before = new PerProcess<char>(_states.Values);
    }

    /// <summary>Writes the events. Returns how many are left out because there are too many.</summary>
    public int Write(TextWriter output)
    {
        var (lines, left) = (0, 0);
        foreach (var happened in _trace.Events)
        {
            Follow(happened);
            if (_routine.IsAll(happened) || !_part.Has(happened.At) || happened.Process is { } process && !_part.Has(process))
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
        var names = _hasLanes ? _part.Processes.Select(process => ProcessNames.Short(_name, process).PadRight(LaneWidth)) : [];
        var lanes = string.Concat(names);
        output.Write($"{"ms",TimeWidth}  {lanes}".TrimEnd() + "\n");
    }

    private void WriteLine(TextWriter output, TraceEvent happened)
    {
        var milliseconds = (decimal)happened.At.Ticks / TimeSpan.TicksPerMillisecond;
        var time = milliseconds.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(TimeWidth - 1);
        var isArrow = _hasLanes && happened.Kind == TraceEventKind.Receive;
        var text = isArrow ? MessageWords(happened) : EventText.Of(happened, _name);
        var words = Printable.Escape(text + _scene.Own.RemarkOn(happened));
        var lanes = _hasLanes ? Lanes(happened) : [];
        var room = _width - TimeWidth - 2 - lanes.Length;
        var mark = IsGuilty(happened) ? _ink.Paint([TextInk.Wrong]) : " ";
        output.Write($"{mark}{time}  {_ink.Paint(lanes)}{(words.Length <= room ? words : words[..(room - 3)] + "...")}\n");
    }

    private bool IsGuilty(TraceEvent happened) => _scene.Wrongs.Blame.Steps.Contains(happened)
        || (_scene.Index.EndedBy(happened) is { } message && _scene.Wrongs.Blame.Messages.Contains(message));

    // The arrow shows the receiver and the sender already.
    private string MessageWords(TraceEvent receipt)
    {
        var deed = EventText.Deed(receipt, _name)["receives ".Length..];
        return deed.Replace($" from {_name(receipt.From!.Value)}", "", StringComparison.Ordinal);
    }

    private char[] Lanes(TraceEvent happened)
    {
        var lanes = new char[_lanes.Count * LaneWidth];
        Array.Fill(lanes, ' ');
        foreach (var (process, lane) in _lanes)
            lanes[lane] = _states[process];
        if (happened is { Kind: TraceEventKind.Receive or TraceEventKind.Drop, Process: { } to, From: { } from }
            && from != to
            && _lanes.TryGetValue(from, out var start))
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
        ref var state = ref _states[process];
        ref var before = ref _before[process];
        switch (happened.Kind)
        {
            case TraceEventKind.Request:
                state = TextInk.Waiting;
                break;
            case TraceEventKind.Enter:
                state = TextInk.Inside;
                break;
            case TraceEventKind.Exit or TraceEventKind.Withdraw or TraceEventKind.Lose:
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
