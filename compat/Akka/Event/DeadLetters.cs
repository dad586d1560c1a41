using Akka.Actor;

namespace Akka.Event;

/// <summary>A message whose loss need not be reported.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that did not reach an actor that handles it.</summary>
public abstract class AllDeadLetters : IWrappedMessage
{
    /// <summary>From, to.</summary>
    protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who was to get it.</summary>
    public IActorRef Recipient { get; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>Published for a message to an actor that has stopped or never was.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>From, to.</summary>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(recipient);
    }
}

/// <summary>As <see cref="DeadLetter"/>, for messages whose loss need not be reported.</summary>
public sealed class SuppressedDeadLetter : AllDeadLetters
{
    /// <summary>From, to.</summary>
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient) { }
}

/// <summary>Published for a message that was dropped, for example from a full queue.</summary>
public sealed class Dropped : AllDeadLetters
{
    /// <summary>With the reason.</summary>
    public Dropped(object message, string reason, IActorRef sender, IActorRef recipient) : base(message, sender, recipient) =>
        Reason = reason;

    /// <summary>With the reason; without a sender.</summary>
    public Dropped(object message, string reason, IActorRef recipient) : this(message, reason, ActorRefs.NoSender, recipient) { }

    /// <summary>Why it was dropped.</summary>
    public string Reason { get; }
}

/// <summary>Published for a message that an actor did not handle.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    /// <summary>From, to.</summary>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : base(message, sender, recipient) { }
}
