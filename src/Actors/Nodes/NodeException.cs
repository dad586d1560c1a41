namespace Coterie.Actors.Nodes;

/// <summary>A node could not be started or found; the message is a sentence for the user.</summary>
public sealed class NodeException : Exception
{
    /// <summary>An error; the message says what is wrong, the rule and the value given.</summary>
    public NodeException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
