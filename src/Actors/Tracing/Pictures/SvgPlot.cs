using Coterie.Mutex;

namespace Coterie.Tracing.Pictures;

/// <summary>Draws the diagram itself: axis, lines, bars and arrows.</summary>
/// <param name="svg">Where to.</param>
/// <param name="scene">What.</param>
/// <param name="rows">The lines.</param>
/// <param name="isLive">
/// Whether everything also bears its exact times, in milliseconds, and its events, for the script of a page that draws it again on another scale.
/// </param>
internal sealed class SvgPlot(SvgWriter svg, Scene scene, Rows rows, bool isLive)
{
    /// <summary>The width of the labels before the lines.</summary>
    public const double Left = 84;

    /// <summary>The width of a picture.</summary>
    public const double Width = 1200;

    /// <summary>The space after the lines.</summary>
    public const double Right = 20;

    /// <summary>The height of the axis.</summary>
    public const double AxisHeight = 26;

    private double InsideHeight => rows.Spacing * (rows.HasWords ? 0.5 : 0.7);

    /// <summary>How far before its end a lost message gets, so that the cross stands apart from the line; less where lines are close.</summary>
    private double Gap => Math.Min(10, rows.Spacing / 4);

    private readonly TimeScale _scale = new(scene.Part.From, scene.Part.To, Left, Width - Left - Right);

    /// <summary>Draws everything.</summary>
    public void Draw()
    {
        DrawAxis();
        DrawSplits();
        DrawBars(BarKind.Crashed, rows.Spacing * 0.8);
        DrawBars(BarKind.Paused, rows.Spacing * 0.8);
        DrawRows();
        DrawBars(BarKind.Waiting, Math.Min(10, rows.Spacing * 0.35));
        DrawBars(BarKind.Inside, InsideHeight);
        foreach (var arrow in scene.Arrows)
            Draw(arrow);
        if (isLive)
        {
            foreach (var happened in scene.Events)
                DrawDot("event", happened, rows.IsSmall ? 1.6 : 2.6);
        }
        foreach (var happened in scene.Deferrals)
            DrawDot("mark", happened, rows.IsSmall ? 2 : 3.5);
        DrawEntryNumbers();
    }

    private void DrawAxis()
    {
        using var axis = svg.Begin("g", ("class", "axis"), ("data-top", isLive ? rows.Top : null), ("data-bottom", isLive ? rows.Bottom : null));
        foreach (var (at, label) in TimeAxis.Ticks(scene.Part.From, scene.Part.To, most: 11))
        {
            using var tick = svg.Begin("g", ("class", "tick"));
            svg.Element("line", ("x1", _scale.X(at)), ("x2", _scale.X(at)), ("y1", rows.Top), ("y2", rows.Bottom));
            svg.Text("text", label, ("x", _scale.X(at)), ("y", rows.Bottom + 18), ("text-anchor", "middle"));
            if (rows.IsTall)
                svg.Text("text", label, ("x", _scale.X(at)), ("y", rows.Top - 8), ("text-anchor", "middle"));
        }
    }

    private void DrawRows()
    {
        for (var i = 0; i < scene.Part.Processes.Count; i++)
        {
            var process = scene.Part.Processes[i];
            using var row = svg.Begin("g", ("class", "row"));
            svg.Element("line", ("x1", Left - 6), ("x2", Width - Right + 8), ("y1", rows[process]), ("y2", rows[process]));
            if (i % rows.LabelEvery == 0)
                svg.Text("text", rows.HasWords ? $"Process {process}" : $"P{process}", ("x", Left - 12), ("y", rows[process] + 4), ("text-anchor", "end"));
        }
    }

    private void DrawSplits()
    {
        foreach (var split in scene.Splits)
        {
            var (from, to) = Clip(split.From, split.To);
            using var band = svg.Begin("g", ("class", "split"));
            svg.Element("rect", ("x", from), ("y", rows.Top), ("width", to - from), ("height", rows.Bottom - rows.Top), From(split.From), To(split.To));
            var isRight = !isLive && from > Width * 0.6;
            svg.Text("text", $"partition {split.Text}", ("x", isRight ? to - 4 : from + 4), ("y", rows.Top + 11), ("text-anchor", isRight ? "end" : null), From(split.From), To(split.To));
        }
    }

    private void DrawBars(BarKind kind, double height)
    {
        foreach (var bar in scene.Bars.Where(bar => bar.Kind == kind))
        {
            var (from, to) = Clip(bar.From, bar.To);
            var y = rows[bar.Process] - height / 2;
            using var group = svg.Begin(
                "g", ("class", SceneWords.Class(kind)), ("data-entry", isLive ? bar.Entry : null), ("role", IsButton(bar) ? "button" : null), ("tabindex", IsButton(bar) ? 0 : null));
            svg.Text("title", SceneWords.Of(bar));
            svg.Element(
                "rect", ("x", from), ("y", y), ("width", Math.Max(0.6, to - from)), ("height", height), From(bar.From), To(bar.To));
            if (bar.IsWithdrawn && scene.Part.Has(bar.To))
                svg.Element("path", ("class", "withdrawn"), ("d", $"M0,{SvgWriter.Number(-height)}V{SvgWriter.Number(height)}"), Move(bar.To, rows[bar.Process]), At(bar.To), Y(rows[bar.Process]));
        }
    }

    // One stop of the keyboard for each entry.
    private bool IsButton(Bar bar) => isLive && bar.Kind == BarKind.Inside;

    private void DrawDot(string style, TraceEvent happened, double radius) => svg.Element(
        "circle",
        ("class", style),
        ("cx", _scale.X(happened.At)),
        ("cy", rows[happened.Process!.Value]),
        ("r", radius),
        At(happened.At),
        ("data-event", isLive ? EventKey.Of(happened) : null));

    private void DrawEntryNumbers()
    {
        if (!rows.HasNumbers)
            return;
        foreach (var bar in scene.Bars.Where(bar => bar.Kind == BarKind.Inside))
        {
            var (from, to) = Clip(bar.From, bar.To);
            var text = $"{bar.Entry}";
            if (isLive || to - from > 8 + 7 * text.Length)
                svg.Text("text", text, ("class", "entry"), ("x", from + 5), ("y", rows[bar.Process] - InsideHeight / 2 + (rows.IsSmall ? 9 : 12)), From(bar.From), To(bar.To));
        }
    }

    private void Draw(Arrow arrow)
    {
        var message = arrow.Message;
        var (y1, y2) = (rows[message.From], rows[message.To]);
        var isGoing = message.Ended is null;
        if (message.IsLost)
            y2 -= Math.Sign(y2 - y1) * Gap;
        else if (isGoing)
            y2 -= (y2 - y1) * 0.2;
        var line = Segment.Clip(_scale.X(arrow.Sent), y1, _scale.X(arrow.Ended), y2, Left, Width - Right);
        var state = message.IsLost ? " lost" : isGoing ? " going" : scene.Part.Has(arrow.Ended) ? "" : " cut";
        svg.Element(
            "path",
            ("class", $"message {arrow.Style.Class}{state}{(message.IsCopy ? " copy" : "")}"),
            ("d", line.Path),
            From(arrow.Sent),
            To(arrow.Ended),
            ("data-y1", isLive ? y1 : null),
            ("data-y2", isLive ? y2 : null),
            Ended(message));
        if (!scene.Part.Has(arrow.Ended))
            return;
        if (message.IsLost)
            svg.Element("path", ("class", "cross"), ("d", "M-4,-4L4,4M-4,4L4,-4"), Move(arrow.Ended, y2), At(arrow.Ended), Y(y2), Ended(message));
        else if (isGoing)
            svg.Element("circle", ("class", "end"), ("cx", line.X2), ("cy", line.Y2), ("r", rows.IsSmall ? 1.5 : 2.5), At(arrow.Ended));
    }

    private (double From, double To) Clip(TimeSpan from, TimeSpan to) =>
        (Math.Max(_scale.X(from), Left), Math.Min(_scale.X(to), Width - Right));

    private (string, object?) Move(TimeSpan at, double y) => ("transform", $"translate({SvgWriter.Number(_scale.X(at))},{SvgWriter.Number(y)})");

    private (string, object?) Ended(TraceMessage message) => ("data-ended", isLive && message.Ended is { } ended ? EventKey.Of(ended) : null);

    private (string, object?) Y(double y) => ("data-y", isLive ? y : null);

    private (string, object?) At(TimeSpan time) => ("data-at", Time(time));

    private (string, object?) From(TimeSpan time) => ("data-from", Time(time));

    private (string, object?) To(TimeSpan time) => ("data-to", Time(time));

    private decimal? Time(TimeSpan time) => isLive ? (decimal)time.Ticks / TimeSpan.TicksPerMillisecond : null;
}
