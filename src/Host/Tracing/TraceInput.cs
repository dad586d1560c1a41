using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Lab.Tracing;

namespace Coterie.Host.Tracing;

/// <summary>The trace that a command works on: a file, or the standard input.</summary>
internal static class TraceInput
{
    private const string StandardInput = "-";

    public static TextArgument File { get; } =
        new(Options.FileValue, "The trace", "a file that --trace wrote, or - for the standard input");

    /// <summary>Opens the trace and calls <paramref name="use"/> with it.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is no trace. The message names the line.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled, also while it waits for a pipe into which nobody writes, or works on a large trace.
    /// </exception>
    public static Task<T> UseAsync<T>(ParseResult parsed, Func<Stream, T> use, CancellationToken cancellation) =>
        Interruptible.RunAsync(() => Use(parsed, use), cancellation);

    private static T Use<T>(ParseResult parsed, Func<Stream, T> use)
    {
        var path = parsed.GetRequiredValue(File);
        if (path.Length == 0)
            throw UsageException.Of(File.Name, File.Rule, path);
        if (path == StandardInput && StandardStreams.IsInputClosed)
            throw new UsageException($"{File.Name} must be readable, was [{path}]: the standard input is closed.");
        try
        {
            using var stream = path == StandardInput
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return use(stream);
        }
        catch (TraceFormatException problem)
        {
            throw new UsageException($"{(path == StandardInput ? "standard input" : path)}, {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var was = problem is FileNotFoundException or DirectoryNotFoundException ? "absent" : problem.Message;
            throw new UsageException($"{path}: The file must be readable, was [{was}].");
        }
    }
}
