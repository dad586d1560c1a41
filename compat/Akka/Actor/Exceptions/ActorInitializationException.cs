namespace Akka.Actor;

/// <summary>An actor's constructor or <c>PreStart</c> failed.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorInitializationException() { }

    /// <summary>With a message.</summary>
    public ActorInitializationException(string message) : base(message) { }

    /// <summary>With a message and what caused it.</summary>
    public ActorInitializationException(string message, Exception cause) : base(message, cause) { }

    /// <summary>Of one actor.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null) : base(message, cause) => Actor = actor;

    /// <summary>The actor that could not start, where known.</summary>
    public IActorRef? Actor { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>An actor's <c>PreRestart</c> failed.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Keeps what failed now, what had failed before, and the message of that failure.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(actor, $"PreRestart threw in the restart for [{cause?.Message}].", restartException)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What <c>PreRestart</c> threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message whose handling failed first, where there was one.</summary>
    public object? OptionalMessage { get; }
}

/// <summary>The new instance of a restarted actor failed in its constructor or <c>PostRestart</c>.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Keeps both failures.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"The new instance failed to start: {cause?.Message} (restarted for: {originalCause?.Message})", cause) =>
        OriginalCause = originalCause!;

    /// <summary>What the restart was for.</summary>
    public Exception OriginalCause { get; }
}
