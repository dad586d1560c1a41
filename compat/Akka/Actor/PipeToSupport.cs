namespace Akka.Actor;

/// <summary>Sends the result of a task as a message.</summary>
public static class PipeToSupport
{
    /// <summary>Sends the result, or a <see cref="Status.Failure"/>, as the mapping functions make it.</summary>
    public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null,
        Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result, or a <see cref="Status.Failure"/>, as the mapping functions make it.</summary>
    public static async Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null,
        Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        sender ??= ActorRefs.NoSender;
        object message;
        try
        {
            var result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            message = success is null ? result! : success(result);
        }
        catch (Exception exception)
        {
            message = Failed(exception, failure);
        }
        recipient.Tell(message, sender!);
    }

    /// <summary>Sends what <paramref name="success"/> makes once the task has ended, if anything; or a <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null,
        Func<Exception, object>? failure = null) => taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends what <paramref name="success"/> makes once the task has ended, if anything; or a <see cref="Status.Failure"/>.</summary>
    public static async Task PipeTo(this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null,
        Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        object? message;
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            message = success?.Invoke();
        }
        catch (Exception exception)
        {
            message = Failed(exception, failure);
        }
        if (message is not null) recipient.Tell(message, sender ?? ActorRefs.NoSender);
    }

    /// <summary>As for tasks.</summary>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef? sender = null,
        Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>As for tasks.</summary>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null,
        Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    /// <summary>As for tasks.</summary>
    public static Task PipeTo(this ValueTask taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null,
        Func<Exception, object>? failure = null) => taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>As for tasks.</summary>
    public static Task PipeTo(this ValueTask taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null,
        Func<object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    private static object Failed(Exception exception, Func<Exception, object>? failure) =>
        failure is null ? new Status.Failure(exception) : failure(exception);
}
