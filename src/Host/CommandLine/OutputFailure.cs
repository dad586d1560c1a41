using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Whether an output of this process, a file or the standard output, could not be written. The first failure is reported by a
/// sentence on the standard error output. Then the command ends as after a first Ctrl-C, with exit code
/// <see cref="ExitCode.Usage"/>. What was written before is kept.
/// </summary>
internal static class OutputFailure
{
    private static readonly CancellationTokenSource Source = new();
    private static int _failures;

    /// <summary>Cancelled by the first failure, unless <see cref="IsTolerated"/>.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>Whether the command goes on without its outputs, as a server does for its clients.</summary>
    public static bool IsTolerated { get; set; }

    /// <summary>Notes a failure. Can be called on any thread.</summary>
    /// <param name="sentence">What could not be written, and why.</param>
    public static void Note(string sentence)
    {
        if (Interlocked.Increment(ref _failures) > 1)
            return;
        Console.Error.WriteLine($"coterie: {Printable.Escape(sentence)}");
        // Not on this thread: what the cancellation starts may wait for it.
        if (!IsTolerated)
            _ = Task.Run(Source.Cancel);
    }

    /// <summary>The exit code of a command that would end with <paramref name="code"/> if all its outputs were written.</summary>
    public static int CodeOf(int code) => Volatile.Read(ref _failures) > 0 ? (int)ExitCode.Usage : code;
}
