namespace Coterie.Host.CommandLine;

/// <summary>
/// Work that cannot be cancelled: reading a file that may be a pipe into which nobody writes, or a long computation. The first
/// signal ends the command without waiting for the work, which ends with the process.
/// </summary>
internal static class Interruptible
{
    /// <summary>Does the work on a thread of its own.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellation);
}
