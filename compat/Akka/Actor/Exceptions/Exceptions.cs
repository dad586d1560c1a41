namespace Akka.Actor;

/// <summary>What <see cref="Kill"/> makes its receiver throw; the default strategy stops it.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorKilledException() { }

    /// <summary>With a message.</summary>
    public ActorKilledException(string message) : base(message) { }
}

/// <summary>A watched actor died and the watcher did not handle its <see cref="Terminated"/>.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>For the death of one actor.</summary>
    public DeathPactException(IActorRef deadActor)
        : base($"Monitored actor [{deadActor}] terminated") => DeadActor = deadActor;

    /// <summary>Who died.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>A name that an actor cannot have: taken, empty, or of illegal characters.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>With a message.</summary>
    public InvalidActorNameException(string message) : base(message) { }

    /// <summary>With a message and what caused it.</summary>
    public InvalidActorNameException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>An operation that the actor's state does not allow.</summary>
public class IllegalActorStateException : AkkaException
{
    /// <summary>With a message.</summary>
    public IllegalActorStateException(string message) : base(message) { }
}

/// <summary>A message that cannot be sent: null.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>With the standard message.</summary>
    public InvalidMessageException() : this("Message is null") { }

    /// <summary>With a message.</summary>
    public InvalidMessageException(string message) : base(message) { }
}

/// <summary>A selection matched no actor.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorNotFoundException() { }

    /// <summary>With a message and what caused it.</summary>
    public ActorNotFoundException(string message, Exception? innerException = null) : base(message, innerException) { }
}

/// <summary>An Ask got no answer in time.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>With a message.</summary>
    public AskTimeoutException(string message) : base(message) { }
}

/// <summary>A stash is full.</summary>
public class StashOverflowException : AkkaException
{
    /// <summary>With a message and what caused it.</summary>
    public StashOverflowException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>A logger did not start.</summary>
public class LoggerInitializationException : AkkaException
{
    /// <summary>Without a message.</summary>
    public LoggerInitializationException() { }

    /// <summary>With a message.</summary>
    public LoggerInitializationException(string message) : base(message) { }

    /// <summary>With a message and what caused it.</summary>
    public LoggerInitializationException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>A scheduler that no longer takes work.</summary>
public sealed class SchedulerException : AkkaException
{
    /// <summary>With a message.</summary>
    public SchedulerException(string message) : base(message) { }
}
