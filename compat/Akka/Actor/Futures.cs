namespace Akka.Actor;

/// <summary>Asks: a message whose answer is a task's result.</summary>
public static class Futures
{
    /// <summary>As the generic ones, whatever the answer's type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>As the generic ones, whatever the answer's type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>As the generic ones, whatever the answer's type.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>
    /// Sends a message; the task's result is the answer. It fails with <see cref="AskTimeoutException"/> after the time-out
    /// (null: <c>akka.actor.ask-timeout</c>), and with the cause of a <see cref="Status.Failure"/>.
    /// </summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Sends a message; the task's result is the answer. Cancellation ends the wait.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Sends a message; the task's result is the answer. Time-out and cancellation end the wait.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var asking = Begin<T>(self, timeout, cancellationToken);
        self.Tell(message, asking);
        return asking.Task;
    }

    /// <summary>Sends the message that <paramref name="messageFactory"/> makes from the ref that the answer must go to.</summary>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var asking = Begin<T>(self, timeout, cancellationToken);
        self.Tell(messageFactory(asking), asking);
        return asking.Task;
    }

    private static FutureActorRef<T> Begin<T>(ICanTell self, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self);
        var asking = new FutureActorRef<T>(provider);
        var limit = timeout ?? provider.Settings.AskTimeout;
        if (limit > TimeSpan.Zero) asking.LimitTo(limit, self);
        else if (timeout == TimeSpan.Zero) asking.LimitTo(TimeSpan.Zero, self);
        if (cancellationToken.CanBeCanceled) asking.CancelWith(cancellationToken);
        return asking;
    }

    private static IActorRefProvider ProviderOf(ICanTell self) => self switch
    {
        IInternalActorRef actor => actor.Provider,
        ActorSelection selection => ProviderOf(selection.Anchor),
        _ => ActorCell.GetCurrentSelfOrNoSender() is IInternalActorRef running
            ? running.Provider
            : throw new ArgumentException($"Ask must be of an actor of some system, was of [{self}].", nameof(self)),
    };
}
