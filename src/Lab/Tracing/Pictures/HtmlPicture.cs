namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The diagram of <see cref="SvgPicture"/> on a page of its own, which needs nothing but itself: it shows details and causal past of the event
/// pointed at, explains each entry, and zooms. The same for the same trace.
/// </summary>
public static class HtmlPicture
{
    private const int MostBars = 5_000;

    /// <summary>Numbers in all clocks, about five bytes each in the page.</summary>
    private const int MostClockNumbers = 1_000_000;

    /// <summary>Draws a part of a run.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="output">Gets the page.</param>
    /// <returns>What there was no room for, in a sentence that the page says, too; null for nothing.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var events = Math.Clamp(MostClockNumbers / index.Trace.Header.Processes, 500, 8_000);
        var scene = new Scene(index, PicturePart.Of(index.Trace, options), new SceneLimits(events / 2, MostBars, events));
        var leftOut = SceneWords.LeftOut(scene);
        new HtmlPage(scene, leftOut).Write(output);
        return leftOut;
    }
}
