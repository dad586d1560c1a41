namespace Coterie.Lab.Tracing.Pictures;

/// <summary>What a diagram is drawn from, where it is drawn, and the place of each time in it.</summary>
/// <param name="Svg">Where it is drawn.</param>
/// <param name="Scene">What is drawn.</param>
/// <param name="Rows">The lines of the processes.</param>
/// <param name="IsLive">
/// Whether each shape also has its exact times, in milliseconds, and its events. The script of a page needs them to draw the
/// diagram at another scale.
/// </param>
internal sealed record SvgField(SvgWriter Svg, Scene Scene, Rows Rows, bool IsLive)
{
    /// <summary>The width of a picture.</summary>
    public const double Width = 1200;

    /// <summary>The place of the last time.</summary>
    public const double Right = 1180;

    /// <summary>Whether the script of the page draws the messages and events, because there are too many. Default no.</summary>
    public bool IsOnDemand { get; init; }

    private readonly TimeScale _scale = new(Scene.Part.From, Scene.Part.To, LeftOf(Rows), Right - LeftOf(Rows));

    /// <summary>The place of the first time, after the labels of the lines.</summary>
    public double Left => LeftOf(Rows);

    /// <summary>The place of a time.</summary>
    public double X(TimeSpan time) => _scale.X(time);

    /// <summary>The places of two times. A time before or after the picture has its place at the edge.</summary>
    public (double From, double To) Clip(TimeSpan from, TimeSpan to) => (Math.Max(X(from), Left), Math.Min(X(to), Right));

    /// <summary>An attribute that only the script reads.</summary>
    public (string, object?) Live(string name, object? value) => (name, IsLive ? value : null);

    /// <summary>When something is, for the script.</summary>
    public (string, object?) At(TimeSpan time) => Live("data-at", Milliseconds(time));

    /// <summary>When something begins, for the script.</summary>
    public (string, object?) From(TimeSpan time) => Live("data-from", Milliseconds(time));

    /// <summary>When something ends, for the script.</summary>
    public (string, object?) To(TimeSpan time) => Live("data-to", Milliseconds(time));

    /// <summary>
    /// The first of some texts for which there is room; null for none. If the picture is live, the last one at least: the script
    /// hides it until there is room.
    /// </summary>
    /// <param name="texts">The texts, the longest first.</param>
    /// <param name="room">The room.</param>
    /// <param name="letterWidth">The width of a letter.</param>
    public string? Fitting(IReadOnlyList<string> texts, double room, double letterWidth) =>
        texts.FirstOrDefault(text => letterWidth * text.Length < room) ?? (IsLive && texts.Count > 0 ? texts[^1] : null);

    /// <summary>Draws a small shape at a time, at the height <paramref name="y"/>.</summary>
    public void DrawSign(string style, string path, TimeSpan at, double y, (string, object?) more = default)
    {
        var place = ("transform", $"translate({SvgWriter.Number(X(at))},{SvgWriter.Number(y)})");
        Svg.Element("path", ("class", style), ("d", path), place, At(at), Live("data-y", y), more);
    }

    /// <summary>Draws a dot at a time, at the height <paramref name="y"/>.</summary>
    public void DrawDot(string style, TimeSpan at, double y, double radius, (string, object?) more = default) =>
        Svg.Element("circle", ("class", style), ("cx", X(at)), ("cy", y), ("r", radius), At(at), more);

    private static double LeftOf(Rows rows) => rows.HasWords ? 84 : 44;

    private static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;
}
