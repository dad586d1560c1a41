using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Stops an actor and waits for its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/>; the task ends once the actor has stopped.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Sends a message that makes the actor stop; the task ends once it has, and is cancelled after the time-out.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        using var limit = new CancellationTokenSource(timeout);
        var ended = WatchAsyncSupport.Watch((IInternalActorRef)target);
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            ended.Forget();
            throw new TaskCanceledException($"{target} must stop within [{timeout}], was still running.");
        }
    }
}

/// <summary>Waits for an actor's end.</summary>
public static class WatchAsyncSupport
{
    /// <summary>True once the actor has stopped, false if cancelled before.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var ended = Watch((IInternalActorRef)target);
        try
        {
            await ended.Task.WaitAsync(token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            ended.Forget();
            return false;
        }
    }

    internal static DeathWatcher Watch(IInternalActorRef target)
    {
        var watcher = new DeathWatcher(target);
        target.SendSystemMessage(new Watch(target, watcher));
        return watcher;
    }

    /// <summary>A watcher that is no actor.</summary>
    internal sealed class DeathWatcher(IInternalActorRef target) : MinimalActorRef
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _ended.Task;

        public override ActorPath Path { get; } = target.Provider.TempPath();

        public override IActorRefProvider Provider => target.Provider;

        public void Forget() => target.SendSystemMessage(new Unwatch(target, this));

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is DeathWatchNotification) _ended.TrySetResult();
        }
    }
}
