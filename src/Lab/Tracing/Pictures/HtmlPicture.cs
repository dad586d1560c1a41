namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The diagram of <see cref="SvgPicture"/> as a web page in one file, which loads nothing else. The page plays the run step by
/// step, with the state of each process and the rule behind each step. It shows the details and the causal past of the event that
/// the reader points at, explains each entry, and zooms. The same trace gives the same page.
/// </summary>
public static class HtmlPicture
{
    private const int MostBars = 5_000;

    /// <summary>With so many events, and as many messages, a page takes less than a megabyte.</summary>
    private const int MostEvents = 2_400;

    /// <summary>How many numbers all clocks together may have. Each takes up to ten bytes of the page.</summary>
    private const int MostClockNumbers = 75_000;

    /// <summary>Draws a part of a run.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="output">Gets the page.</param>
    /// <returns>A sentence that says what is left out, which the page shows, too; null if nothing is.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var events = Math.Clamp(MostClockNumbers / index.Trace.Header.Processes, 100, MostEvents);
        var scene = new Scene(index, options, new SceneLimits(events, MostBars, events));
        var leftOut = SceneWords.LeftOut(scene);
        new HtmlPage(scene, leftOut).Write(output);
        return leftOut;
    }
}
