using System.Text;
using Coterie.Tracing;

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

    public static Trace Read(string text) => TraceReader.Read(Stream(text));

    public static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
