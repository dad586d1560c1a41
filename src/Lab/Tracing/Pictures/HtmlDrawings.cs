using System.Net;
using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The drawings of a page.</summary>
internal static class HtmlDrawings
{
    /// <summary>One line of the legend.</summary>
    public static string Legend(LegendItem item)
    {
        var drawing = new StringWriter();
        using (var svg = new SvgWriter(drawing))
        {
            using var root = svg.Begin(
                "svg",
                ("class", "picture"),
                ("width", SvgLegend.SampleWidth),
                ("height", 18),
                ("viewBox", $"0 -9 {SvgWriter.Number(SvgLegend.SampleWidth)} 18"),
                ("aria-hidden", "true"));
            item.Draw(svg);
        }
        return $"<li>{drawing}{WebUtility.HtmlEncode(Printable.Escape(item.Label))}</li>\n";
    }

    /// <summary>The diagram.</summary>
    public static string Diagram(Scene scene, Rows rows)
    {
        var drawing = new StringWriter();
        using (var svg = new SvgWriter(drawing))
        {
            var height = rows.Bottom + SvgPlot.AxisHeight;
            using var root = svg.Begin(
                "svg",
                ("viewBox", $"0 0 {SvgWriter.Number(SvgField.Width)} {SvgWriter.Number(height)}"),
                ("width", SvgField.Width),
                ("height", height),
                ("class", rows.IsSmall ? "picture small" : "picture"));
            SvgDefinitions.Write(svg, scene, rows);
            new SvgPlot(new SvgField(svg, scene, rows, IsLive: true) { IsOnDemand = scene.IsCrowded }).Draw();
        }
        return drawing + "\n";
    }
}
