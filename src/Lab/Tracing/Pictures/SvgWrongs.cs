namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Draws what went wrong, over everything else: two that are inside together, the steps and the messages of a violation.
/// All of it is red, and has hatching or a sign, too.
/// </summary>
internal sealed class SvgWrongs(SvgField field)
{
    /// <summary>A triangle with an exclamation mark, its middle at 0.</summary>
    public const string Sign = "M0,-6.5L7,5.5H-7ZM-.9,-2.4V1.6H.9V-2.4ZM-.9,2.6V4.3H.9V2.6Z";

    /// <summary>The name of the hatching.</summary>
    public const string Hatching = "wrong";

    private const int MostWords = 20;
    private const double WordWidth = 70;
    private readonly Rows _rows = field.Rows;
    private readonly Scene _scene = field.Scene;

    /// <summary>Hatches the times when two are inside together.</summary>
    /// <param name="height">The height of a bar.</param>
    public void DrawOverlaps(double height)
    {
        var words = 0;
        foreach (var overlap in _scene.Wrongs.Blame.Overlaps)
        {
            var (from, to) = (overlap.From, overlap.To ?? _scene.End);
            var rows = new[] { overlap.Earlier, overlap.Later }.Select(entry => entry.Process).Where(_scene.Part.Has).ToList();
            if (rows.Count == 0 || !_scene.Part.Touches(from, to))
                continue;
            using var together = field.Svg.Begin("g", ("class", "together"));
            var who = (Earlier: _scene.Name(overlap.Earlier.Process), Later: _scene.Name(overlap.Later.Process));
            field.Svg.Text("title", $"{who.Earlier} and {who.Later} are both inside");
            foreach (var process in rows)
                DrawRectangle(from, to, _rows[process], height);
            if (_rows.HasWords && words++ < MostWords)
                DrawWord(from, to, rows.Min(process => _rows[process]) - height / 2 - 5);
        }
    }

    /// <summary>Draws a ring around each step.</summary>
    public void DrawSteps()
    {
        foreach (var step in _scene.Wrongs.Blame.Steps)
        {
            if (step.Process is { } process && _scene.Part.Has(process) && _scene.Part.Has(step.At))
                field.DrawDot("guilty-step", step.At, _rows[process], _rows.IsSmall ? 4 : 7);
        }
    }

    /// <summary>Draws the sign of a message, in the middle of its arrow.</summary>
    public void DrawSign(Arrow arrow, double y1, double y2)
    {
        var middle = arrow.Sent + (arrow.Ended - arrow.Sent) / 2;
        if (_scene.Part.Has(middle))
            field.DrawSign("guilt", Sign, middle, (y1 + y2) / 2);
    }

    private void DrawRectangle(TimeSpan from, TimeSpan to, double y, double height)
    {
        var (left, right) = field.Clip(from, to);
        field.Svg.Element(
            "rect",
            ("x", left),
            ("y", y - height / 2),
            ("width", Math.Max(2, right - left)),
            ("height", height),
            field.From(from),
            field.To(to));
    }

    // Near the right edge of the picture, the word ends where the bars do.
    private void DrawWord(TimeSpan from, TimeSpan to, double y)
    {
        var (left, right) = field.Clip(from, to);
        var isRight = !field.IsLive && left + WordWidth > SvgField.Right;
        field.Svg.Text(
            "text",
            "both inside",
            ("x", isRight ? right : left),
            ("y", y),
            ("text-anchor", isRight ? "end" : null),
            field.From(from),
            field.To(to));
    }
}
