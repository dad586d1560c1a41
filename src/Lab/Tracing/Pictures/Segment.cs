namespace Coterie.Lab.Tracing.Pictures;

/// <summary>A straight line.</summary>
internal readonly record struct Segment(double X1, double Y1, double X2, double Y2)
{
    /// <summary>As the path of an SVG.</summary>
    public string Path => $"M{SvgWriter.Number(X1)},{SvgWriter.Number(Y1)}L{SvgWriter.Number(X2)},{SvgWriter.Number(Y2)}";

    /// <summary>The part of a line that is between two edges. The line must run to the right or straight up or down.</summary>
    public static Segment Clip(double x1, double y1, double x2, double y2, double left, double right)
    {
        var slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;
        return new Segment(
            Math.Max(x1, left),
            x1 < left ? y1 + slope * (left - x1) : y1,
            Math.Min(x2, right),
            x2 > right ? y1 + slope * (right - x1) : y2);
    }
}
