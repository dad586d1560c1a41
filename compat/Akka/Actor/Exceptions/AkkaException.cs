namespace Akka.Actor;

/// <summary>Base of the exceptions that actors and their system throw.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Without a message.</summary>
    protected AkkaException() { }

    /// <summary>With a message and what caused it.</summary>
    protected AkkaException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>What caused this one.</summary>
    protected Exception? Cause => InnerException;
}
