namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Draws what processes do, as bars on their lines.</summary>
internal sealed class SvgBars(SvgField field)
{
    private readonly SvgWriter _svg = field.Svg;
    private readonly Rows _rows = field.Rows;

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
            var y = _rows[bar.Process] - _rows.InsideHeight / 2 + (_rows.IsSmall ? 9 : 12);
            if (field.IsLive || to - from > 8 + 7 * text.Length)
                _svg.Text("text", text, ("class", "entry"), ("x", from + 5), ("y", y), field.From(bar.From), field.To(bar.To));
            if (bar.Detail is { } detail && field.Scene.Own.Lanes is not null && _rows.InsideHeight >= 26)
                DrawDetail(bar, detail);
        }
    }

    private bool IsGuilty(Bar bar) =>
        bar is { Kind: BarKind.Waiting, Request: { } request } && field.Scene.Wrongs.Blame.Requests.Contains(request);

    private double Height(BarKind kind) => kind switch
    {
        BarKind.Waiting => Math.Min(10, _rows.Spacing * 0.35),
        BarKind.Inside => _rows.InsideHeight,
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

    // If there is little room, only the part that tells most: the token, or its number.
    private void DrawDetail(Bar bar, string detail)
    {
        var (from, to) = field.Clip(bar.From, bar.To);
        var y = _rows[bar.Process] + _rows.InsideHeight / 2 - 4;
        var word = detail.Split(' ')[^1];
        string[] texts = [detail, detail.Split(", ")[^1], .. char.IsAsciiDigit(word[0]) ? [word] : (string[])[]];
        if (field.Fitting(texts, to - from - 8, letterWidth: 6) is not { } text)
            return;
        _svg.Text("text", text, ("class", "entry label"), ("x", from + 5), ("y", y), field.From(bar.From), field.To(bar.To));
    }
}
