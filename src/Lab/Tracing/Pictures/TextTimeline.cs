using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>A row of letters for each process, time from left to right, and an axis below the rows.</summary>
internal sealed class TextTimeline
{
    private readonly Scene _scene;
    private readonly TextInk _ink;
    private readonly int _labels;
    private readonly int _columns;

    /// <summary>The rows of <paramref name="scene"/>, <paramref name="width"/> columns wide with their labels.</summary>
    public TextTimeline(Scene scene, int width, TextInk ink)
    {
        (_scene, _ink) = (scene, ink);
        _labels = ProcessNames.Short(scene.Name, scene.Part.Processes[^1]).Length + 1;
        _columns = width - _labels;
    }

    /// <summary>Writes the rows, the axis and the legend.</summary>
    public void Write(TextWriter output)
    {
        var bars = _scene.Bars.ToLookup(bar => bar.Process);
        var stretches = _scene.Stretches.ToLookup(stretch => stretch.Process);
        foreach (var process in _scene.Part.Processes)
        {
            var row = Row(bars[process], stretches[process]);
            DrawCutOffs(row, process);
            DrawWrongs(row, process);
            output.Write($"{ProcessNames.Short(_scene.Name, process).PadRight(_labels)}{_ink.Paint(row)}\n");
        }
        WriteAxis(output);
        output.Write('\n');
        TextLines.Write(output, Legend(), _labels + _columns);
        foreach (var split in _scene.Splits)
        {
            var times = $"from {TimeAxis.Length(split.From)} to {TimeAxis.Length(split.To)}";
            var cutOff = _scene.Own.CutOffBy(split) is { Count: > 0 } processes
                ? $"; {ProcessRanges.Text(processes)} cut off from {_scene.Own.Lanes!.Lack}"
                : "";
            TextLines.Write(output, $"partition {split.Text} {times}{cutOff}", _labels + _columns);
        }
    }

    // Both ends of a bar are rounded to the nearest column; a bar fills at least one. If several bars fall into one column, being
    // inside hides waiting, and a fault hides both.
    private char[] Row(IEnumerable<Bar> bars, IEnumerable<Stretch> stretches)
    {
        var row = new char[_columns];
        Array.Fill(row, TextInk.Outside);
        foreach (var stretch in stretches)
            Fill(row, stretch.From, stretch.To ?? _scene.End, TextInk.Of(stretch));
        foreach (var bar in bars.OrderBy(bar => Weight(bar.Kind)))
        {
            if (bar.Kind == BarKind.Inside && IsShort(bar))
            {
                row[Column(bar.From)] = TextInk.Shortly;
                continue;
            }
            Fill(row, bar.From, bar.To, bar is { Kind: BarKind.Inside, IsShared: true } ? TextInk.Shared : TextInk.Of(bar.Kind));
        }
        return row;
    }

    private void DrawCutOffs(char[] row, ProcessId process)
    {
        foreach (var split in _scene.Splits.Where(split => _scene.Own.CutOffBy(split).Contains(process)))
        {
            var first = Math.Min(Edge(split.From), _columns - 1);
            row.AsSpan(first, Math.Max(1, Edge(split.To) - first)).Replace(TextInk.Outside, TextInk.CutOff);
        }
    }

    private void DrawWrongs(char[] row, ProcessId process)
    {
        foreach (var overlap in _scene.Wrongs.Blame.Overlaps)
        {
            var (from, to) = (overlap.From, overlap.To ?? _scene.End);
            if ((overlap.Earlier.Process == process || overlap.Later.Process == process) && _scene.Part.Touches(from, to))
                Fill(row, from, to, TextInk.Wrong);
        }
    }

    private void Fill(char[] row, TimeSpan from, TimeSpan to, char letter)
    {
        var first = Math.Min(Edge(from), _columns - 1);
        row.AsSpan(first, Math.Max(1, Edge(to) - first)).Fill(letter);
    }

    private bool IsShort(Bar bar) => bar.To - bar.From < (_scene.Part.To - _scene.Part.From) / _columns;

    private static int Weight(BarKind kind) => kind switch
    {
        BarKind.Waiting => 0,
        BarKind.Inside => 1,
        BarKind.Paused => 2,
        _ => 3,
    };

    private void WriteAxis(TextWriter output)
    {
        var line = new char[_columns];
        var labels = new char[_columns];
        Array.Fill(line, '-');
        Array.Fill(labels, ' ');
        var free = 0;
        foreach (var (at, label) in TimeAxis.Ticks(_scene.Part.From, _scene.Part.To, Math.Max(1, _columns / 12)))
        {
            var column = Column(at);
            line[column] = '+';
            var start = Math.Min(column, _columns - label.Length);
            if (start < free)
                continue;
            label.CopyTo(labels.AsSpan(start));
            free = start + label.Length + 1;
        }
        var margin = new string(' ', _labels);
        output.Write($"{margin}{new string(line)}\n{margin}{new string(labels).TrimEnd()}\n");
    }

    private List<string> Legend()
    {
        var kinds = _scene.Bars.Select(bar => bar.Kind).ToHashSet();
        List<string> words = [$"{TextInk.Outside} outside", $"{TextInk.Waiting} waiting", $"{TextInk.Inside} inside"];
        if (_scene.Bars.Any(bar => bar.Kind == BarKind.Inside && IsShort(bar)))
            words.Add($"{TextInk.Shortly} inside for less than a column");
        if (kinds.Contains(BarKind.Paused))
            words.Add($"{TextInk.Paused} paused");
        if (kinds.Contains(BarKind.Crashed))
            words.Add($"{TextInk.Crashed} crashed");
        words.AddRange(OwnLegend());
        if (_scene.Wrongs.Blame.Overlaps.Count > 0)
            words.Add($"{TextInk.Wrong} inside together");
        if (_scene.Wrongs.IsAny)
            words.Add($"{TextInk.Wrong} before a time: belongs to a violation");
        if (_scene.Bars.FirstOrDefault(bar => bar.Request is not null) is { Request: { } request })
            words.Add($"{request} is {RequestNotation.Meaning(request, _scene.Name)}");
        words.Add($"(a column is {TimeAxis.Length((_scene.Part.To - _scene.Part.From) / _columns)})");
        return words;
    }

    private IEnumerable<string> OwnLegend()
    {
        if (_scene.Own.Lanes is not { } lanes)
            yield break;
        if (_scene.Stretches.FirstOrDefault(stretch => stretch is { Kind: StretchKind.Given, IsShared: false }) is { } given)
            yield return $"{TextInk.Of(given)} {lanes.Given}: its number";
        if (_scene.Stretches.Any(stretch => stretch.IsShared) || _scene.Bars.Any(bar => bar.IsShared))
            yield return $"{TextInk.Shared} shared";
        if (_scene.Stretches.Any(stretch => stretch.Kind == StretchKind.Kept))
            yield return $"{TextInk.Kept} keeps its {lanes.Gift}s, outside";
        if (_scene.Stretches.Any(stretch => stretch.Kind == StretchKind.Unready))
            yield return $"{TextInk.Unready} {lanes.Unready}";
        if (_scene.Splits.Any(split => _scene.Own.CutOffBy(split).Any(_scene.Part.Has)))
            yield return $"{TextInk.CutOff} cut off from {lanes.Lack}";
    }

    private int Column(TimeSpan at)
    {
        var (time, length) = Ticks(at);
        return (int)Int128.Clamp(time * _columns / length, 0, _columns - 1);
    }

    // The nearest edge between two columns; 0 is the edge before the first column.
    private int Edge(TimeSpan at)
    {
        var (time, length) = Ticks(at);
        return (int)Int128.Clamp((time * _columns * 2 + length) / (2 * length), 0, _columns);
    }

    // From the beginning of the part to that time, and to its end. As 128 bits, since they are multiplied by columns.
    private (Int128 Time, Int128 Length) Ticks(TimeSpan at) =>
        ((at - _scene.Part.From).Ticks, (_scene.Part.To - _scene.Part.From).Ticks);
}
