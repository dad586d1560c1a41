namespace Coterie.Lab.Tracing.Pictures;

/// <summary>A row of letters per process, time from left to right, and an axis below them.</summary>
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
        _labels = $"P{scene.Part.Processes[^1]} ".Length;
        _columns = width - _labels;
    }

    /// <summary>Writes them.</summary>
    public void Write(TextWriter output)
    {
        var bars = _scene.Bars.ToLookup(bar => bar.Process);
        foreach (var process in _scene.Part.Processes)
            output.Write($"{$"P{process}".PadRight(_labels)}{_ink.Paint(Row(bars[process]))}\n");
        WriteAxis(output);
        output.Write('\n');
        TextLines.Write(output, Legend(), _labels + _columns);
        foreach (var split in _scene.Splits)
            TextLines.Write(output, $"partition {split.Text} from {TimeAxis.Length(split.From)} to {TimeAxis.Length(split.To)}", _labels + _columns);
    }

    // To the nearest column; what is shorter still fills one. Where several things fall into one, being inside hides waiting, and a fault both.
    private char[] Row(IEnumerable<Bar> bars)
    {
        var row = new char[_columns];
        Array.Fill(row, TextInk.Outside);
        foreach (var bar in bars.OrderBy(bar => Weight(bar.Kind)))
        {
            if (bar.Kind == BarKind.Inside && IsShort(bar))
            {
                row[Column(bar.From)] = TextInk.Shortly;
                continue;
            }
            var first = Math.Min(Edge(bar.From), _columns - 1);
            row.AsSpan(first, Math.Max(1, Edge(bar.To) - first)).Fill(TextInk.Of(bar.Kind));
        }
        return row;
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
        words.Add($"(a column is {TimeAxis.Length((_scene.Part.To - _scene.Part.From) / _columns)})");
        return words;
    }

    private int Column(TimeSpan at) => (int)Int128.Clamp((Int128)(at - _scene.Part.From).Ticks * _columns / (_scene.Part.To - _scene.Part.From).Ticks, 0, _columns - 1);

    // The edge between two columns that is nearest: 0 is before the first one.
    private int Edge(TimeSpan at)
    {
        var length = (_scene.Part.To - _scene.Part.From).Ticks;
        return (int)Int128.Clamp(((Int128)(at - _scene.Part.From).Ticks * _columns * 2 + length) / (2 * (Int128)length), 0, _columns);
    }
}
