namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The red banner above a picture of a run that went wrong.</summary>
internal sealed class SvgBanner
{
    private const double LineHeight = 18;
    private const double Padding = 8;
    private const int LineLength = 150;
    private readonly List<string> _lines = [];

    /// <summary>A banner with these sentences.</summary>
    public SvgBanner(IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
            _lines.AddRange(TextLines.Break(sentence.Split(' '), LineLength, " "));
    }

    /// <summary>The height; 0 without sentences.</summary>
    public double Height => _lines.Count == 0 ? 0 : _lines.Count * LineHeight + 2 * Padding + 4;

    /// <summary>Draws it below <paramref name="top"/>.</summary>
    public void Draw(SvgWriter svg, double top)
    {
        if (_lines.Count == 0)
            return;
        using var banner = svg.Begin("g", ("class", "banner"));
        svg.Element(
            "rect",
            ("x", 12.0),
            ("y", top),
            ("width", SvgField.Right - 12),
            ("height", Height - 4),
            ("rx", 4.0));
        var place = $"translate(32,{SvgWriter.Number(top + Padding + LineHeight / 2)})";
        svg.Element("path", ("class", "guilt"), ("d", SvgWrongs.Sign), ("transform", $"{place} scale(1.3)"));
        for (var i = 0; i < _lines.Count; i++)
            svg.Text("text", _lines[i], ("x", 48.0), ("y", top + Padding + 13 + i * LineHeight));
    }
}
