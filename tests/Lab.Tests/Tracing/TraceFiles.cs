using System.Text;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Tests.Tracing;

/// <summary>Traces as the text of a file, and back.</summary>
internal static class TraceFiles
{
    public static string Write(Trace trace)
    {
        using var stream = new MemoryStream();
        using (var writer = new TraceWriter(stream, trace.Header))
        {
            foreach (var happened in trace.Events)
                writer.Write(happened);
            writer.End();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>All of an event but its line.</summary>
    public static string Text(TraceEvent happened) =>
        $"{happened with { Line = 0, Sends = [], Groups = [] }} [{string.Join(' ', happened.Sends)}] "
        + $"{string.Join('|', happened.Groups.Select(group => string.Join(',', group)))}";

    /// <summary>These lines behind a header.</summary>
    public static string Behind(int processes, string lines) =>
        $$"""{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":{{processes}}}""" + "\n" + lines;

    public static Trace Read(string text) => TraceReader.Read(Stream(text));

    public static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
