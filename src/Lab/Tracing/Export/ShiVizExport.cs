using System.Globalization;
using Coterie.Lab.Tracing.Pictures;

namespace Coterie.Lab.Tracing.Export;

/// <summary>
/// A log for ShiViz (Beschastnikh and others, CACM 59(8), 2016): two lines an event, its text, then its host and vector clock. The first line is the
/// expression by which that tool reads them, the second, empty, says that it is one execution.
/// </summary>
public static class ShiVizExport
{
    private const string Parser = @"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})";

    /// <summary>Writes the log.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it; its clocks are counted anew, so that none of them names an event that is not there.</param>
    /// <param name="output">Gets the log.</param>
    /// <returns>What could not be told, in a sentence; null for nothing.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var excerpt = new Excerpt(index, options);
        var left = 0;
        output.Write($"{Parser}\n\n");
        foreach (var happened in excerpt.Events)
        {
            if (happened.Process is not { } process)
            {
                left++;
                continue;
            }
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{EventText.Deed(happened)} ({EventText.Time(happened.At)})\n"));
            output.Write($"p{process} {{{string.Join(',', excerpt.ClockOf(happened).Select(count => $"\"p{count.Process}\":{count.Count}"))}}}\n");
        }
        if (left == excerpt.Events.Count)
            return "ShiViz refuses a log without events, and no process has one in this part of the run.";
        return left == 0 ? null : $"ShiViz knows hosts alone: {left} partitions and their ends are left out.";
    }
}
