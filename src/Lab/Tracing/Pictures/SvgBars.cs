namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Draws what processes do, as bars on their lines.</summary>
internal sealed class SvgBars(SvgField field)
{
    private readonly SvgWriter _svg = field.Svg;
    private readonly Rows _rows = field.Rows;

    /// <summary>The height of a bar of a process that is inside.</summary>
    public double InsideHeight => _rows.Spacing * (_rows.HasWords ? 0.5 : 0.7);

    /// <summary>Draws all bars of a kind.</summary>
    public void Draw(BarKind kind)
    {
        foreach (var bar in field.Scene.Bars.Where(bar => bar.Kind == kind))
            Draw(bar, Height(kind));
    }

    /// <summary>Draws the number of each entry into its bar, if there is room.</summary>
    public void DrawNumbers()
    {
        if (!_rows.HasNumbers)
            return;
        foreach (var bar in field.Scene.Bars.Where(bar => bar.Kind == BarKind.Inside))
        {
            var (from, to) = field.Clip(bar.From, bar.To);
            var text = $"{bar.Entry}";
            var y = _rows[bar.Process] - InsideHeight / 2 + (_rows.IsSmall ? 9 : 12);
            if (field.IsLive || to - from > 8 + 7 * text.Length)
                _svg.Text("text", text, ("class", "entry"), ("x", from + 5), ("y", y), field.From(bar.From), field.To(bar.To));
            if (bar.Detail is { } detail && field.Scene.Own.Lanes is not null && InsideHeight >= 26)
                DrawDetail(bar, detail);
        }
    }

    private bool IsGuilty(Bar bar) =>
        bar is { Kind: BarKind.Waiting, Request: { } request } && field.Scene.Wrongs.Blame.Requests.Contains(request);

    private double Height(BarKind kind) => kind switch
    {
        BarKind.Waiting => Math.Min(10, _rows.Spacing * 0.35),
        BarKind.Inside => InsideHeight,
        _ => _rows.Spacing * 0.8,
    };

    private void Draw(Bar bar, double height)
    {
        var (from, to) = field.Clip(bar.From, bar.To);
        var y = _rows[bar.Process];

        // The Tab key stops once at each entry.
        var isButton = field.IsLive && bar.Kind == BarKind.Inside;
        using var group = _svg.Begin(
            "g",
            ("class", SceneWords.Class(bar.Kind) + Colour(bar) + (IsGuilty(bar) ? " guilty" : "")),
            field.Live("data-entry", bar.Entry),
            ("role", isButton ? "button" : null),
            ("tabindex", isButton ? 0 : null));
        _svg.Text("title", SceneWords.Of(bar, field.Scene.Name(bar.Process)));
        DrawRectangle(null);
        if (bar.IsShared)
            DrawRectangle("shared");
        if (bar.IsWithdrawn && field.Scene.Part.Has(bar.To))
            field.DrawSign("withdrawn", $"M0,{SvgWriter.Number(-height)}V{SvgWriter.Number(height)}", bar.To, y);
        if (bar.IsLost && field.Scene.Part.Has(bar.To))
            field.DrawSign("cross", "M-4,-4L4,4M-4,4L4,-4", bar.To, y);

        void DrawRectangle(string? style) => _svg.Element(
            "rect",
            ("class", style),
            ("x", from),
            ("y", y - height / 2),
            ("width", Math.Max(0.6, to - from)),
            ("height", height),
            field.From(bar.From),
            field.To(bar.To));
    }

    private string Colour(Bar bar) => bar.Kind == BarKind.Inside ? field.Scene.Own.ColourOf(bar.Process) : "";

    // The last of its parts is the one that tells most: the token.
    private void DrawDetail(Bar bar, string detail)
    {
        var (from, to) = field.Clip(bar.From, bar.To);
        var y = _rows[bar.Process] + InsideHeight / 2 - 4;
        string[] texts = [detail, detail.Split(", ")[^1]];
        if (texts.FirstOrDefault(text => to - from > 8 + 6 * text.Length) is { } text)
        {
            _svg.Text(
                "text", text, ("class", "entry label"), ("x", from + 5), ("y", y), field.From(bar.From), field.To(bar.To));
        }
    }
}
