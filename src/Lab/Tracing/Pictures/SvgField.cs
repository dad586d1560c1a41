namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The field that a diagram is drawn on: what is drawn, where to, and which place a time has on it.</summary>
/// <param name="Svg">Where to.</param>
/// <param name="Scene">What.</param>
/// <param name="Rows">The lines.</param>
/// <param name="IsLive">
/// Whether everything also bears its exact times, in milliseconds, and its events, for the script of a page that draws it again on another scale.
/// </param>
internal sealed record SvgField(SvgWriter Svg, Scene Scene, Rows Rows, bool IsLive)
{
    /// <summary>The width of a picture.</summary>
    public const double Width = 1200;

    /// <summary>Where time begins, after the labels of the lines.</summary>
    public const double Left = 84;

    /// <summary>Where it ends.</summary>
    public const double Right = 1180;

    private readonly TimeScale _scale = new(Scene.Part.From, Scene.Part.To, Left, Right - Left);

    /// <summary>The place of a time.</summary>
    public double X(TimeSpan time) => _scale.X(time);

    /// <summary>The places of two times, as far as they are in the picture.</summary>
    public (double From, double To) Clip(TimeSpan from, TimeSpan to) => (Math.Max(X(from), Left), Math.Min(X(to), Right));

    /// <summary>An attribute for the script alone.</summary>
    public (string, object?) Live(string name, object? value) => (name, IsLive ? value : null);

    /// <summary>When something is, for the script.</summary>
    public (string, object?) At(TimeSpan time) => Live("data-at", Milliseconds(time));

    /// <summary>When something begins, for the script.</summary>
    public (string, object?) From(TimeSpan time) => Live("data-from", Milliseconds(time));

    /// <summary>When it ends, for the script.</summary>
    public (string, object?) To(TimeSpan time) => Live("data-to", Milliseconds(time));

    /// <summary>Draws a small shape at a time, at the height <paramref name="y"/>.</summary>
    public void DrawSign(string style, string path, TimeSpan at, double y, (string, object?) more = default)
    {
        var place = ("transform", $"translate({SvgWriter.Number(X(at))},{SvgWriter.Number(y)})");
        Svg.Element("path", ("class", style), ("d", path), place, At(at), Live("data-y", y), more);
    }

    /// <summary>Draws a dot at a time, at the height <paramref name="y"/>.</summary>
    public void DrawDot(string style, TimeSpan at, double y, double radius, (string, object?) more = default) =>
        Svg.Element("circle", ("class", style), ("cx", X(at)), ("cy", y), ("r", radius), At(at), more);

    private static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;
}
