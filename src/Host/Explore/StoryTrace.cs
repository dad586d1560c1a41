using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;

namespace Coterie.Host.Explore;

/// <summary><c>--trace FILE</c> of the commands that look for a run that goes wrong.</summary>
internal static class StoryTrace
{
    /// <summary><c>--trace FILE</c>.</summary>
    public static Option<string?> File { get; } =
        Options.File("--trace", "Writes the run that goes wrong into this file, as a trace; an existing file is overwritten");

    /// <summary>Writes the trace if the user asked for one.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(ParseResult parsed, Protocol protocol, int processes, long? seed, IEnumerable<Happening> story)
    {
        if (parsed.GetValue(File) is not { } path)
            return;
        try
        {
            var header = TraceHeader.Of(protocol, processes, seed);
            using var writer = new TraceWriter(new FileStream(path, FileMode.Create, FileAccess.Write), header);
            var recorder = new TraceRecorder(processes, protocol, writer.Write);
            foreach (var happening in story)
                happening.Tell(recorder);
            writer.End();
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{File.Name} must be a file that can be written, was [{path}]: {failure.Message}");
        }
    }
}
