namespace Akka.Actor;

/// <summary>What the engine throws about itself, as opposed to what actors throw.</summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string message, Exception? cause = null) : base(message, cause)
    {
    }

    /// <summary>The exception that led to this one; null when there is none.</summary>
    protected Exception? Cause => InnerException;
}
