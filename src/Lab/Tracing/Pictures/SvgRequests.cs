using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Writes each request, as <c>2.2</c>, where its process makes it: once, however many messages ask with it. Where two would
/// overlap, the second is left out.
/// </summary>
internal sealed class SvgRequests(SvgField field)
{
    private const double LetterWidth = 6;

    /// <summary>The requests that a picture names; none if its lines are close together.</summary>
    public static IEnumerable<Bar> Of(Scene scene, Rows rows) => rows.HasWords
        ? scene.Bars.Where(bar => bar is { Kind: BarKind.Waiting, Request: not null } && scene.Part.Has(bar.From))
        : [];

    /// <summary>How far below its line a request is written: below a bar with words, if there are such bars.</summary>
    public static double Below(SvgField field) => field.Scene.Own.Lanes is null ? 17 : field.Rows.InsideHeight / 2 + 8;

    /// <summary>Draws them.</summary>
    public void Draw()
    {
        var free = new Dictionary<ProcessId, double>();
        foreach (var bar in Of(field.Scene, field.Rows).OrderBy(bar => bar.From))
        {
            var (from, text) = (field.X(bar.From), $"{bar.Request}");
            if (from < free.GetValueOrDefault(bar.Process))
                continue;
            free[bar.Process] = from + 6 + LetterWidth * text.Length;
            var y = field.Rows[bar.Process] + Below(field);
            field.Svg.Text("text", text, ("class", "asked"), ("x", from + 3), ("y", y), field.From(bar.From), field.To(bar.To));
        }
    }
}
