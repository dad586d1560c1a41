namespace Akka.Actor;

/// <summary>A message and who sent it.</summary>
public readonly struct Envelope
{
    /// <summary>For a queue.</summary>
    public Envelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <summary>For a queue; a missing sender becomes the dead letters of <paramref name="system"/>.</summary>
    public Envelope(object message, IActorRef? sender, ActorSystem system)
    {
        Message = message;
        Sender = sender ?? system.DeadLetters;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender}";
}
