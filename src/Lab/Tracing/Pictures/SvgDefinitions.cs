namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Writes what the shapes of a picture refer to: the heads of its arrows and the patterns of its bars.</summary>
internal static class SvgDefinitions
{
    /// <summary>Writes the definitions that the scene needs, on these rows.</summary>
    public static void Write(SvgWriter svg, Scene scene, Rows rows)
    {
        using var definitions = svg.Begin("defs");
        var guilty = scene.Arrows.Any(arrow => scene.Wrongs.Blame.Messages.Contains(arrow.Message)) ? new[] { "guilty" } : [];
        foreach (var style in scene.Arrows.Select(arrow => arrow.Style.Class).Distinct().Concat(guilty))
        {
            using var head = svg.Begin(
                "marker",
                ("id", $"head-{style}"),
                ("viewBox", "0 0 8 8"),
                ("refX", 8),
                ("refY", 4),
                ("markerWidth", rows.IsSmall ? 6 : 8),
                ("markerHeight", rows.IsSmall ? 6 : 8),
                ("markerUnits", "userSpaceOnUse"),
                ("orient", "auto"));
            svg.Element("path", ("d", "M0,0.8L8,4L0,7.2Z"));
        }
        WritePattern(svg, "crashed", "M-1,1L1,-1M0,6L6,0M5,7L7,5M-1,5L1,7M0,0L6,6M5,-1L7,1");
        WritePattern(svg, "paused", "M3,0V6");
        if (scene.Own.Lanes is not null)
            WriteOwnPatterns(svg);
        if (scene.Wrongs.IsAny)
            WritePattern(svg, SvgWrongs.Hatching, "M-1,1L1,-1M0,6L6,0M5,7L7,5");
    }

    private static void WriteOwnPatterns(SvgWriter svg)
    {
        WritePattern(svg, "shared", "M-1,1L1,-1M0,6L6,0M5,7L7,5");
        using (svg.Begin("pattern", ("id", "unready"), ("width", 6), ("height", 6), ("patternUnits", "userSpaceOnUse")))
        {
            svg.Element("rect", ("width", 6), ("height", 6));
            svg.Element("circle", ("cx", 3), ("cy", 3), ("r", 1));
        }
        using (svg.Begin("pattern", ("id", "gap"), ("width", 14), ("height", 40), ("patternUnits", "userSpaceOnUse")))
        {
            svg.Element("rect", ("width", 9), ("height", 40));
        }
    }

    private static void WritePattern(SvgWriter svg, string id, string path)
    {
        using var pattern = svg.Begin("pattern", ("id", id), ("width", 6), ("height", 6), ("patternUnits", "userSpaceOnUse"));
        svg.Element("path", ("d", path));
    }
}
