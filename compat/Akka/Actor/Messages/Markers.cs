namespace Akka.Actor;

/// <summary>A message that the actor's cell handles before the actor sees it.</summary>
public interface IAutoReceivedMessage;

/// <summary>A message that could harm an actor when a stranger sends it.</summary>
public interface IPossiblyHarmful;

/// <summary>A message that is never serialized.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>A message that does not count as activity: the receive timeout goes on running.</summary>
public interface INotInfluenceReceiveTimeout;


/// <summary>A message that carries another.</summary>
public interface IWrappedMessage
{
    /// <summary>What it carries.</summary>
    object Message { get; }
}

/// <summary>Unpacks wrapped messages.</summary>
public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped) message = wrapped.Message;
        return message;
    }
}
