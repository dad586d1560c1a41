using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>One line of a legend.</summary>
/// <param name="Label">What the sample means.</param>
/// <param name="Draw">Draws the sample, <see cref="SvgLegend.SampleWidth"/> wide, its middle at the height 0.</param>
internal sealed record LegendItem(string Label, Action<SvgWriter> Draw);

/// <summary>Says what the shapes of a picture mean. Shapes that are not in the picture are left out.</summary>
internal static class SvgLegend
{
    /// <summary>The width of a sample.</summary>
    public const double SampleWidth = 30;

    /// <summary>The height of a line of the legend.</summary>
    public const double LineHeight = 20;

    /// <summary>The lines of the legend of a picture.</summary>
    public static IReadOnlyList<LegendItem> Items(Scene scene)
    {
        List<LegendItem> items = [.. Wrongs(scene)];
        var bars = scene.Bars.Select(bar => bar.Kind).ToHashSet();
        if (bars.Contains(BarKind.Waiting))
            items.Add(new LegendItem("waiting", svg => DrawBar(svg, BarKind.Waiting, 8)));
        if (scene.Bars.Any(bar => bar.IsWithdrawn))
            items.Add(new LegendItem("withdrawn", svg => svg.Element("path", ("class", "withdrawn"), ("d", "M15,-7V7"))));
        if (bars.Contains(BarKind.Inside))
            items.Add(new LegendItem("inside", svg => DrawBar(svg, SceneWords.Class(BarKind.Inside) + Colour(scene), 16)));
        items.AddRange(StretchLegend.Items(scene));
        if (SvgRequests.Of(scene, new Rows(scene.Part.Processes, top: 0)).FirstOrDefault() is { Request: { } request })
        {
            var meaning = $"request: {RequestNotation.Meaning(request, scene.Name)}";
            items.Add(new LegendItem(meaning, svg => DrawRequest(svg, $"{request}")));
        }
        foreach (var style in scene.Arrows.Select(arrow => arrow.Style).Distinct().OrderBy(style => style.Place))
            items.Add(new LegendItem(style.Label, svg => DrawArrow(svg, style.Class)));
        if (scene.Deferrals.Count > 0)
            items.Add(new LegendItem("deferral begins", svg => DrawDot(svg, "mark", 3.5)));
        if (scene.Arrows.Any(arrow => arrow.Message.IsCopy))
            items.Add(new LegendItem("second copy", svg => DrawArrow(svg, $"{MessageStyles.RequestClass} copy")));
        if (scene.Arrows.Any(arrow => arrow.Message.IsLost) || scene.Bars.Any(bar => bar.IsLost))
            items.Add(new LegendItem("lost", svg => svg.Element("path", ("class", "cross"), ("d", "M11,-4L19,4M11,4L19,-4"))));
        if (scene.Arrows.Any(arrow => arrow.Message.Ended is null))
            items.Add(new LegendItem("on its way at the end", svg => DrawDot(svg, "end", 2.5)));
        if (bars.Contains(BarKind.Paused))
            items.Add(new LegendItem("paused", svg => DrawBar(svg, BarKind.Paused, 16)));
        if (bars.Contains(BarKind.Crashed))
            items.Add(new LegendItem("crashed", svg => DrawBar(svg, BarKind.Crashed, 16)));
        return items;
    }

    /// <summary>The width that an item needs, estimated from the number of its letters.</summary>
    public static double WidthOf(LegendItem item) => SampleWidth + 6 + item.Label.Length * 6.1 + 20;

    private static IEnumerable<LegendItem> Wrongs(Scene scene)
    {
        var blame = scene.Wrongs.Blame;
        if (blame.Overlaps.Count > 0)
            yield return new LegendItem("both inside", svg => DrawBar(svg, "together", 16));
        if (scene.Bars.Any(bar => bar is { Kind: BarKind.Waiting, Request: { } request } && blame.Requests.Contains(request)))
            yield return new LegendItem("overtaken, or waits for ever", svg => DrawBar(svg, "waiting guilty", 8));
        if (scene.Arrows.Any(arrow => blame.Messages.Contains(arrow.Message)))
            yield return new LegendItem("message of a violation", DrawGuilt);
        if (blame.Steps.Count > 0)
            yield return new LegendItem("step of a violation", svg => DrawDot(svg, "guilty-step", 7));
    }

    private static void DrawGuilt(SvgWriter svg)
    {
        DrawArrow(svg, "guilty");
        svg.Element("path", ("class", "guilt"), ("d", SvgWrongs.Sign), ("transform", "translate(12,0)"));
    }

    private static void DrawRequest(SvgWriter svg, string request) =>
        svg.Text("text", request, ("class", "asked"), ("x", SampleWidth), ("y", 4.0), ("text-anchor", "end"));

    private static void DrawBar(SvgWriter svg, BarKind kind, double height) => DrawBar(svg, SceneWords.Class(kind), height);

    private static string Colour(Scene scene) => scene.Own.ColourOf(scene.Bars
        .Where(bar => scene.Own.ColourOf(bar.Process).Length > 0).Select(bar => (ProcessId?)bar.Process).FirstOrDefault());

    /// <summary>Draws the sample of a bar.</summary>
    public static void DrawBar(SvgWriter svg, string style, double height, bool isShared = false)
    {
        using var bar = svg.Begin("g", ("class", style));
        foreach (var layer in isShared ? [null, "shared"] : (string?[])[null])
        {
            svg.Element(
                "rect", ("class", layer), ("x", 2.0), ("y", -height / 2), ("width", SampleWidth - 4), ("height", height));
        }
    }

    private static void DrawArrow(SvgWriter svg, string style) =>
        svg.Element("path", ("class", $"message {style}"), ("d", $"M0,0L{SvgWriter.Number(SampleWidth)},0"));

    private static void DrawDot(SvgWriter svg, string style, double radius) =>
        svg.Element("circle", ("class", style), ("cx", SampleWidth / 2), ("cy", 0.0), ("r", radius));
}
