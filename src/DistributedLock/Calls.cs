namespace Coterie.DistributedLock;

/// <summary>Turns the calls of a group into those of DistributedLock.Core.</summary>
internal static class Calls
{
    /// <summary>What is made of the outcome of a call.</summary>
    public static ValueTask<TOut> Then<TIn, TOut>(this ValueTask<TIn> call, Func<TIn, TOut> make)
    {
        return call.IsCompletedSuccessfully ? new ValueTask<TOut>(make(call.Result)) : AwaitAsync();

        async ValueTask<TOut> AwaitAsync() => make(await call.ConfigureAwait(false));
    }

    /// <summary>
    /// Blocks until a call has ended. If the caller's thread has a context or a scheduler of its own, the call runs on the thread
    /// pool: then nothing of it can wait for the thread that is blocked here.
    /// </summary>
    public static T Wait<T>(Func<ValueTask<T>> begin)
    {
        var mayWaitHere = SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default;
        var call = mayWaitHere ? begin().AsTask() : Task.Run(() => begin().AsTask());
        return call.GetAwaiter().GetResult();
    }
}
