using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Draws a run for the terminal, in plain letters: first a row for each process over time, then the events, with the messages as
/// arrows between the lanes of the processes. The same trace and width give the same picture.
/// </summary>
public static class TextPicture
{
    /// <summary>The narrowest picture.</summary>
    public const int LeastWidth = 40;

    /// <summary>The widest picture.</summary>
    public const int MostWidth = 1_000;

    private const int MostBars = 1_000_000;

    /// <summary>Draws a part of a run.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it, how wide, and whether in colour.</param>
    /// <param name="output">Gets the picture.</param>
    /// <returns>A sentence that says what is left out, which the picture shows, too; null if nothing is.</returns>
    /// <exception cref="PictureOptionsException">
    /// The options choose no time or no process of the run, or the width is out of its range.
    /// </exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        if (options.Width is < LeastWidth or > MostWidth)
            throw new PictureOptionsException($"width must be from {LeastWidth} to {MostWidth} columns, was [{options.Width}].");
        var scene = new Scene(index, options, new SceneLimits(Arrows: 0, MostBars, Events: 0));
        var ink = new TextInk(options.IsColoured);
        TextLines.Write(output, Printable.Escape(SceneWords.Title(scene.Header)), options.Width);
        TextLines.Write(output, SceneWords.Subtitle(scene), options.Width);
        foreach (var sentence in scene.Wrongs.Sentences)
        {
            foreach (var line in TextLines.Break($"{TextInk.Wrong} {Printable.Escape(sentence)}".Split(' '), options.Width, " "))
                output.Write($"{ink.Alarm(line)}\n");
        }
        output.Write('\n');
        new TextTimeline(scene, options.Width, ink).Write(output);
        output.Write('\n');
        var left = new TextEvents(scene, options.Width, ink).Write(output);
        var leftOut = left == 0 ? null : SceneWords.LeftOut($"{left} events");
        if (leftOut is not null)
            TextLines.Write(output, leftOut, options.Width);
        return leftOut;
    }
}
