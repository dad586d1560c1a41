using Akka.Dispatch.SysMsg;
using Akka.Dispatch.Workers;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The sender of an Ask: completes a task with the answer. It has a path only if somebody wants to know it.</summary>
internal sealed class FutureActorRef<T>(IActorRefProvider provider) : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result = new();

    private ActorPath? _path;
    private int _done;
    private HashSet<IActorRef>? _watchedBy;
    private TimeoutEntry? _timeout;
    private CancellationTokenRegistration _cancellation;

    public Task<T> Task => _result.Task;

    public override IActorRefProvider Provider => provider;

    public override IInternalActorRef Parent => provider.TempContainer;

    public override bool IsTerminated => Volatile.Read(ref _done) != 0;

    public override ActorPath Path
    {
        get
        {
            if (Volatile.Read(ref _path) is { } known) return known;
            lock (_result)
            {
                if (_path is not null) return _path;
                var path = provider.TempPath();
                if (!IsTerminated) provider.RegisterTempActor(this, path);
                Volatile.Write(ref _path, path);
            }
            if (IsTerminated) provider.UnregisterTempActor(_path);
            return _path;
        }
    }

    public void LimitTo(TimeSpan timeout, object target)
    {
        _timeout = new TimeoutEntry(this, timeout, target);
        TimerWheel.Shared.Add(_timeout, timeout);
        if (IsTerminated) _timeout.Remove();
    }

    public void CancelWith(CancellationToken token)
    {
        _cancellation = token.UnsafeRegister(static (state, token) =>
        {
            var self = (FutureActorRef<T>)state!;
            if (self.TryEnd()) self.Complete(new Completion(self._result, default!, null, token));
        }, this);
        if (IsTerminated) _cancellation.Unregister();
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when !watch.Watcher.Equals(this):
                lock (_result)
                {
                    if (!IsTerminated)
                    {
                        (_watchedBy ??= []).Add(watch.Watcher);
                        return;
                    }
                }
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
                break;
            case Unwatch unwatch:
                lock (_result) _watchedBy?.Remove(unwatch.Watcher);
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is ISystemMessage or PoisonPill or Kill) return;
        if (!TryEnd())
        {
            provider.DeadLetters.Tell(new DeadLetter(message, sender ?? provider.DeadLetters, this), sender!);
            return;
        }
        Completion completion = message switch
        {
            T answer => new(_result, answer, null, default),
            Status.Failure failure => new(_result, default!, failure.Cause ?? new TaskCanceledException("The answer was a failure without a cause."), default),
            _ => new(_result, default!, WrongType(message), default),
        };
        Complete(completion);
    }

    private static ArgumentException WrongType(object message) =>
        new($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]");

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0) return false;
        _timeout?.Remove();
        _cancellation.Unregister();
        if (Volatile.Read(ref _path) is not { } path) return true;
        provider.UnregisterTempActor(path);
        lock (_result)
        {
            foreach (var watcher in _watchedBy ?? [])
            {
                ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
            }
        }
        return true;
    }

    // Not here: the asker's code would run inside the handler of the actor that answered.
    private void Complete(Completion completion) => Worker.SubmitAnswer(completion);

    private sealed class Completion(TaskCompletionSource<T> source, T answer, Exception? failure, CancellationToken token) : WorkItem
    {
        public override void RunOnWorker()
        {
            if (failure is not null) source.TrySetException(failure);
            else if (token.IsCancellationRequested) source.TrySetCanceled(token);
            else source.TrySetResult(answer);
        }
    }

    private sealed class TimeoutEntry(FutureActorRef<T> asked, TimeSpan after, object target) : WheelEntry
    {
        public override void Fire()
        {
            if (!asked.TryEnd()) return;
            asked.Complete(new Completion(asked._result, default!, new AskTimeoutException($"Timeout after {after} without an answer from {target}."), default));
        }
    }
}
