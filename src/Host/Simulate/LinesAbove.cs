using Spectre.Console.Rendering;

namespace Coterie.Host.Simulate;

/// <summary>
/// Whole lines that are written above a live line. Each replaces the live line and clears the rest of it.
/// </summary>
internal sealed class LinesAbove(string text) : Renderable
{
    private const string EraseToEndOfLine = "\u001b[K";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            yield return new Segment(line);
            yield return Segment.Control(EraseToEndOfLine);
            yield return Segment.LineBreak;
        }
    }
}
