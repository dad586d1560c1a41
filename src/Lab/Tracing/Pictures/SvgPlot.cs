using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Draws the diagram itself: axis, lines, bars and arrows. What matters more lies above what matters less.</summary>
internal sealed class SvgPlot(SvgField field)
{
    /// <summary>The height of the axis.</summary>
    public const double AxisHeight = 26;

    private readonly SvgWriter _svg = field.Svg;
    private readonly Rows _rows = field.Rows;
    private readonly PicturePart _part = field.Scene.Part;

    /// <summary>Draws everything.</summary>
    public void Draw()
    {
        var bars = new SvgBars(field);
        var arrows = new SvgArrows(field);
        var stretches = new SvgStretches(field);
        var wrongs = new SvgWrongs(field);
        DrawAxis();
        DrawSplits();
        bars.Draw(BarKind.Crashed);
        bars.Draw(BarKind.Paused);
        DrawRows();
        stretches.DrawCutOffs();
        DrawVeiledLabels();
        stretches.Draw(StretchKind.Given);
        stretches.Draw(StretchKind.Unready);
        stretches.Draw(StretchKind.Kept);
        bars.Draw(BarKind.Waiting);
        bars.Draw(BarKind.Inside);
        new SvgLabels(field).Draw();
        stretches.DrawSigns();
        wrongs.DrawOverlaps(_rows.InsideHeight);
        if (field.IsOnDemand)
            _svg.Element("g", ("class", "messages"));
        else
            arrows.Draw();
        if (field is { IsLive: true, IsOnDemand: false })
            arrows.DrawEvents();
        arrows.DrawDeferrals();
        bars.DrawNumbers();
        new SvgRequests(field).Draw();
        wrongs.DrawSteps();
    }

    private void DrawAxis()
    {
        var (top, bottom) = (field.Live("data-top", _rows.Top), field.Live("data-bottom", _rows.Bottom));
        using var axis = _svg.Begin("g", ("class", "axis"), top, bottom, field.Live("data-left", field.Left));
        foreach (var (at, label) in TimeAxis.Ticks(_part.From, _part.To, most: 11))
        {
            var x = field.X(at);
            using var tick = _svg.Begin("g", ("class", "tick"));
            _svg.Element("line", ("x1", x), ("x2", x), ("y1", _rows.Top), ("y2", _rows.Bottom));
            _svg.Text("text", label, ("x", x), ("y", _rows.Bottom + 18), ("text-anchor", "middle"));
            if (_rows.IsTall)
                _svg.Text("text", label, ("x", x), ("y", _rows.Top - 8), ("text-anchor", "middle"));
        }
    }

    private void DrawRows()
    {
        for (var i = 0; i < _part.Processes.Count; i++)
        {
            var process = _part.Processes[i];
            var y = _rows[process];
            using var row = _svg.Begin("g", ("class", "row"), field.Live("data-process", process.Value));
            _svg.Element("line", ("x1", field.Left - 6), ("x2", SvgField.Right + 8), ("y1", y), ("y2", y));
            var label = _rows.HasWords ? field.Scene.Name(process) : ProcessNames.Short(field.Scene.Name, process);
            if (i % _rows.LabelEvery == 0)
                _svg.Text("text", label, ("x", field.Left - 12), ("y", y + 4), ("text-anchor", "end"));
        }
    }

    private void DrawSplits()
    {
        foreach (var split in field.Scene.Splits)
        {
            var (from, to) = field.Clip(split.From, split.To);
            var times = (From: field.From(split.From), To: field.To(split.To));
            using var band = _svg.Begin("g", ("class", "split"));
            _svg.Element(
                "rect",
                ("x", from),
                ("y", _rows.Top),
                ("width", to - from),
                ("height", _rows.Bottom - _rows.Top),
                times.From,
                times.To);
            if (!IsVeiled(split))
                DrawLabel(split);
        }
    }

    // A veil over a line would hide the label.
    private void DrawVeiledLabels()
    {
        foreach (var split in field.Scene.Splits.Where(IsVeiled))
        {
            using var label = _svg.Begin("g", ("class", "split"));
            DrawLabel(split);
        }
    }

    private bool IsVeiled(Split split) => field.Scene.Own.CutOffBy(split).Count > 0;

    private void DrawLabel(Split split)
    {
        var (from, to) = field.Clip(split.From, split.To);

        // A label that may not fit before the right edge of the picture ends where its band ends.
        var isRight = !field.IsLive && from > SvgField.Width * 0.6;
        var (x, anchor) = isRight ? (to - 4, "end") : (from + 4, null);
        var y = _rows.Top + 11;
        var (start, end) = (field.From(split.From), field.To(split.To));
        _svg.Text("text", $"partition {split.Text}", ("x", x), ("y", y), ("text-anchor", anchor), start, end);
    }
}
