using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Writes at the line of a process what it reads and writes, in the words of its family. Where two would overlap, the second is
/// left out.
/// </summary>
internal sealed class SvgLabels(SvgField field)
{
    private const double LetterWidth = 5.4;

    /// <summary>Draws them, if there is room between the lines.</summary>
    public void Draw()
    {
        if (field.Rows.Spacing < LeastSpacing)
            return;
        var free = new Dictionary<ProcessId, double>();
        foreach (var happened in field.Scene.Index.Trace.Events)
        {
            if (happened.Process is not { } process || !field.Scene.Part.Has(process) || !field.Scene.Part.Has(happened.At)
                || field.Scene.Own.LabelOf(happened) is not { } text)
            {
                continue;
            }
            var x = field.X(happened.At);
            if (x < free.GetValueOrDefault(process))
                continue;
            free[process] = x + 6 + LetterWidth * text.Length;
            var y = field.Rows[process] + field.Rows.Spacing / 2 - 1;
            field.Svg.Text("text", text, ("class", "did"), ("x", x), ("y", y), field.From(happened.At), field.To(happened.At));
        }
    }

    private const double LeastSpacing = 56;
}
