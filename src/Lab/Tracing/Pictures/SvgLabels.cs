using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Writes at the line of a process what it has read and written. Where two would overlap, the second is left out.
/// </summary>
internal sealed class SvgLabels(SvgField field)
{
    private const double LetterWidth = 5.4;
    private const double LeastSpacing = 56;

    /// <summary>Draws them, if there is room between the lines.</summary>
    public void Draw()
    {
        if (field.Rows.Spacing < LeastSpacing)
            return;
        var free = new Dictionary<ProcessId, double>();
        foreach (var (happened, text) in field.Scene.Own.Labels)
        {
            if (happened.Process is not { } process || !field.Scene.Part.Has(process) || !field.Scene.Part.Has(happened.At))
                continue;
            var width = LetterWidth * text.Length;
            var x = Math.Min(field.X(happened.At), SvgField.Width - width);
            if (x < free.GetValueOrDefault(process))
                continue;
            free[process] = x + width + 6;
            var y = field.Rows[process] + SvgRequests.Below(field) + 10;
            field.Svg.Text("text", text, ("class", "did"), ("x", x), ("y", y), field.From(happened.At), field.To(happened.At));
        }
    }
}
