using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The lines of a legend about what the protocol of a run shows of its own. What is not in the picture is left out.
/// </summary>
internal static class StretchLegend
{
    /// <summary>The lines.</summary>
    public static IEnumerable<LegendItem> Items(Scene scene)
    {
        if (scene.Own.Lanes is not { } lanes)
            yield break;
        var given = scene.Stretches.Where(stretch => stretch.Kind == StretchKind.Given).ToList();
        var colour = given.Count == 0 ? "" : scene.Own.ColourOf(given[0].Receiver);
        if (given.Count > 0)
            yield return new LegendItem($"{lanes.Given}, in its colour", svg => SvgLegend.DrawBar(svg, $"given{colour}", 16));
        if (given.Any(stretch => stretch.IsShared) || scene.Bars.Any(bar => bar.IsShared))
        {
            yield return new LegendItem(
                "shared: others may join", svg => SvgLegend.DrawBar(svg, $"given{colour}", 16, isShared: true));
        }
        if (given.Any(stretch => stretch.End == StretchEnd.Yielded))
            yield return Sign($"{lanes.Gift} given back for another", "yielded", SvgStretches.YieldSign);
        if (given.Any(stretch => stretch.End == StretchEnd.Lapsed))
            yield return Sign($"{lanes.Gift} lapses: {lanes.Lapse}", "lapsed", SvgStretches.LapseSign);
        if (scene.Stretches.Any(stretch => stretch.Kind == StretchKind.Kept))
            yield return new LegendItem($"keeps its {lanes.Gift}s, outside", svg => SvgLegend.DrawBar(svg, $"kept{colour}", 5));
        if (scene.Stretches.Any(stretch => stretch.HasForgotten))
            yield return Sign("forgot everything", "forgot", SvgStretches.ForgotSign);
        if (scene.Stretches.Any(stretch => stretch.Kind == StretchKind.Unready))
            yield return new LegendItem(lanes.Unready, svg => SvgLegend.DrawBar(svg, "unready", 16));
        if (scene.Splits.Any(split => scene.Own.CutOffBy(split).Any(scene.Part.Has)))
            yield return new LegendItem($"cut off from {lanes.Lack}", DrawCutOff);
    }

    private static LegendItem Sign(string label, string style, string path) => new(label, svg => svg.Element(
        "path", ("class", style), ("d", path), ("transform", "translate(15,0)")));

    private static void DrawCutOff(SvgWriter svg)
    {
        using var sample = svg.Begin("g", ("class", "cut-off"));
        svg.Element("rect", ("class", "veil"), ("y", -8), ("width", SvgLegend.SampleWidth), ("height", 16));
        svg.Element("rect", ("class", "gap"), ("y", -3.5), ("width", SvgLegend.SampleWidth), ("height", 7));
    }
}
