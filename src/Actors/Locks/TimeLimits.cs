namespace Coterie.Actors.Locks;

/// <summary>Waiting that ends when it takes too long, or when somebody cancels it.</summary>
internal static class TimeLimits
{
    /// <summary>Waits for a task. If it is late or cancelled, an action is called that must make the task end.</summary>
    /// <param name="task">The task.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="limit">How long to wait; infinite to wait for ever.</param>
    /// <param name="onLate">Called when the time is over, on any thread.</param>
    /// <param name="onCancelled">Called when it is cancelled, on the thread that cancels.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<T> WithinAsync<T>(
        this Task<T> task, TimeProvider clock, TimeSpan limit, Action onLate, Action onCancelled, CancellationToken cancellation)
    {
        var timer = limit == Timeout.InfiniteTimeSpan
            ? null
            : clock.CreateTimer(_ => onLate(), null, limit, Timeout.InfiniteTimeSpan);
        var registration = cancellation.UnsafeRegister(_ => onCancelled(), null);
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            // Not on the context of the caller, who may block it.
            await registration.DisposeAsync().ConfigureAwait(false);
            if (timer is not null)
                await timer.DisposeAsync().ConfigureAwait(false);
        }
    }
}
