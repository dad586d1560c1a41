using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message as a test actor received it.</summary>
public abstract class MessageEnvelope
{
    /// <summary>The message.</summary>
    public abstract object Message { get; }

    /// <summary>Who sent it.</summary>
    public abstract IActorRef Sender { get; }
}

/// <summary>Stands where no message was received.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    /// <summary>The one instance.</summary>
    public static readonly NullMessageEnvelope Instance = new();

    private NullMessageEnvelope() { }

    /// <summary>Refused: there is no message.</summary>
    /// <exception cref="IllegalActorStateException">Always.</exception>
    public override object Message => throw NothingReceived();

    /// <summary>Refused: there is no message.</summary>
    /// <exception cref="IllegalActorStateException">Always.</exception>
    public override IActorRef Sender => throw NothingReceived();

    /// <inheritdoc/>
    public override string ToString() => "<null message>";

    private static IllegalActorStateException NothingReceived() =>
        new("A message must have been received before it or its sender is asked for, was [none].");
}

/// <summary>A received message and its sender.</summary>
public class RealMessageEnvelope : MessageEnvelope
{
    /// <summary>Pairs a message with its sender.</summary>
    public RealMessageEnvelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <inheritdoc/>
    public override object Message { get; }

    /// <inheritdoc/>
    public override IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender}";
}
