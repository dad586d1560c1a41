using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>
/// The first output of this process that could not be written: a file, or the standard output. It is told once, in a sentence on the standard error output,
/// and the command ends as after a first Ctrl-C, with exit code <see cref="ExitCode.Usage"/>. What was written before stands.
/// </summary>
internal static class OutputFailure
{
    private static readonly CancellationTokenSource Source = new();
    private static int _failures;

    /// <summary>Cancelled by the first failure.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>Whether the command goes on without its outputs: a server does, for its clients' sake.</summary>
    public static bool IsBorne { get; set; }

    /// <summary>Takes note of a failure. Called by any thread.</summary>
    /// <param name="sentence">What could not be written, and why.</param>
    public static void Note(string sentence)
    {
        if (Interlocked.Increment(ref _failures) > 1)
            return;
        Console.Error.WriteLine($"coterie: {Printable.Escape(sentence)}");
        // Not on this thread: it may hold what the cancellation sets off.
        if (!IsBorne)
            _ = Task.Run(Source.Cancel);
    }

    /// <summary>The exit code of a command that would end with <paramref name="code"/> if all its outputs were written.</summary>
    public static int CodeOf(int code) => Volatile.Read(ref _failures) > 0 ? (int)ExitCode.Usage : code;
}
