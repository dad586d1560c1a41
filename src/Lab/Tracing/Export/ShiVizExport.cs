using Coterie.Lab.Tracing.Pictures;

namespace Coterie.Lab.Tracing.Export;

/// <summary>
/// A log for ShiViz (Beschastnikh and others, CACM 59(8), 2016). Each event has two lines: its text, then its host and its vector
/// clock. The first line of the log is the expression by which the tool reads events; the second line is empty, which means that
/// the log has one execution.
/// </summary>
public static class ShiVizExport
{
    private const string Parser = @"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})";

    /// <summary>Writes the log.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it. The vector clocks in the log count only the events of that part.</param>
    /// <param name="output">Gets the log.</param>
    /// <returns>A sentence that says what is left out; null if nothing is.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var excerpt = new Excerpt(index, options);
        var name = index.Name;
        var left = 0;
        output.Write($"{Parser}\n\n");
        foreach (var happened in excerpt.Events)
        {
            if (happened.Process is not { } process)
            {
                left++;
                continue;
            }
            var text = $"{EventText.Deed(happened, name)} ({EventText.Time(happened.At)})";
            var counts = excerpt.ClockOf(happened).Select(count => $"\"p{count.Process}\":{count.Count}");
            output.Write($"{text}\np{process} {{{string.Join(',', counts)}}}\n");
        }
        if (left == excerpt.Events.Count)
            return "ShiViz refuses a log without events, and no process has one in this part of the run.";
        return left == 0 ? null : $"ShiViz shows nothing but hosts: {left} partitions and their ends are left out.";
    }
}
