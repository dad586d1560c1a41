namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// A space-time diagram, to scale: a line for each process, time from left to right, an arrow for each message from its sending
/// to its receipt, bars for waiting and for being inside. One file of plain SVG; the same trace gives the same file.
/// </summary>
public static class SvgPicture
{
    private const int MostArrows = 5_000;
    private const int MostBars = 20_000;

    /// <summary>With more messages than this, arrows are thin lines without heads, so that more of them can be seen.</summary>
    private const int Dense = 1_000;

    private const double HeadHeight = 56;

    private static readonly SceneLimits Limits = new(MostArrows, MostBars, Events: 0) { IsThinned = true };

    /// <summary>Draws a part of a run.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="output">Gets the picture.</param>
    /// <returns>A sentence that says what is left out, which the picture shows, too; null if nothing is.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var scene = new Scene(index, options, Limits);
        string OwnStyle(string ground) => scene.Own.Lanes is null ? "" : PageFiles.Read($"stretches{ground}.css");
        var banner = new SvgBanner(scene.Wrongs.Sentences);
        var legend = Places(SvgLegend.Items(scene)).ToList();
        var leftOut = SceneWords.LeftOut(scene);
        var legendTop = HeadHeight + banner.Height;
        var legendBottom = legendTop + (legend.Count == 0 ? 0 : legend[^1].Y + SvgLegend.LineHeight);
        var rows = new Rows(scene.Part.Processes, legendBottom + (leftOut is null ? 0 : SvgLegend.LineHeight) + 4);
        using (var svg = new SvgWriter(output))
        {
            var height = rows.Bottom + SvgPlot.AxisHeight;
            using var root = svg.Begin(
                "svg",
                ("viewBox", $"0 0 {SvgWriter.Number(SvgField.Width)} {SvgWriter.Number(height)}"),
                ("width", SvgField.Width),
                ("height", height),
                ("role", "img"),
                ("class", $"picture{(rows.IsSmall ? " small" : "")}{(scene.Arrows.Count > Dense ? " dense" : "")}"));
            svg.Text("title", SceneWords.Title(scene.Header));
            svg.Text("desc", string.Join(' ', [$"Space-time diagram: {SceneWords.Subtitle(scene)}.", .. scene.Wrongs.Sentences]));
            var dark = "@media (prefers-color-scheme: dark) {\n" + PageFiles.Read("picture-dark.css") + OwnStyle("-dark") + "}\n";
            svg.Style(PageFiles.Read("picture.css") + OwnStyle("") + dark);
            SvgDefinitions.Write(svg, scene, rows);
            svg.Element("rect", ("class", "ground"), ("width", SvgField.Width), ("height", height));
            svg.Text("text", SceneWords.Title(scene.Header), ("class", "title"), ("x", 12.0), ("y", 26.0));
            svg.Text("text", SceneWords.Subtitle(scene), ("class", "subtitle"), ("x", 12.0), ("y", 46.0));
            banner.Draw(svg, HeadHeight);
            foreach (var (item, x, y) in legend)
            {
                var move = $"translate({SvgWriter.Number(x)},{SvgWriter.Number(legendTop + y + 10)})";
                using var place = svg.Begin("g", ("class", "legend"), ("transform", move));
                item.Draw(svg);
                svg.Text("text", item.Label, ("x", SvgLegend.SampleWidth + 6), ("y", 4.0));
            }
            if (leftOut is not null)
                svg.Text("text", leftOut, ("class", "note"), ("x", 12.0), ("y", legendBottom + 14));
            new SvgPlot(new SvgField(svg, scene, rows, IsLive: false)).Draw();
        }
        output.Write('\n');
        return leftOut;
    }

    private static IEnumerable<(LegendItem Item, double X, double Y)> Places(IReadOnlyList<LegendItem> items)
    {
        var (x, y) = (12.0, 0.0);
        foreach (var item in items)
        {
            if (x + SvgLegend.WidthOf(item) > SvgField.Width)
                (x, y) = (12.0, y + SvgLegend.LineHeight);
            yield return (item, x, y);
            x += SvgLegend.WidthOf(item);
        }
    }
}
