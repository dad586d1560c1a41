using Spectre.Console.Rendering;

namespace Coterie.Host.Simulate.Events;

/// <summary>
/// Whole lines that are written above a live line. Each replaces the live line and clears the rest of it.
/// </summary>
/// <param name="text">The lines.</param>
/// <param name="looks">What is shown of each besides its text; empty for nothing.</param>
/// <param name="bar">The column at the left; null for none.</param>
internal sealed class LinesAbove(string text, IReadOnlyList<LineLook> looks, Bar? bar) : Renderable
{
    private const string EraseToEndOfLine = "\u001b[K";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var segment in i < looks.Count ? Line(lines[i], looks[i]) : [new Segment(lines[i])])
                yield return segment;
            yield return Segment.Control(EraseToEndOfLine);
            yield return Segment.LineBreak;
        }
    }

    private IEnumerable<Segment> Line(string line, LineLook look)
    {
        foreach (var segment in bar?.Of(look.Inside) ?? [])
            yield return segment;
        var end = 0;
        foreach (var (start, length, process) in look.Names)
        {
            yield return new Segment(line[end..start]);
            yield return new Segment(line.Substring(start, length), ProcessColors.Of(process));
            end = start + length;
        }
        yield return new Segment(line[end..]);
    }
}
