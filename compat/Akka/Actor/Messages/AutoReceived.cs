using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// From the system to a watcher: the watched actor stopped. Arrives once for each watch. Whoever does not handle it
/// fails with a <see cref="DeathPactException"/>.
/// </summary>
public sealed class Terminated : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression,
    INoSerializationVerificationNeeded, IEquatable<Terminated>
{
    /// <summary>Of one actor.</summary>
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    /// <summary>Who stopped.</summary>
    public IActorRef ActorRef { get; }

    /// <summary>Whether the actor was known to have existed.</summary>
    public bool ExistenceConfirmed { get; }

    /// <summary>Whether its whole system is gone.</summary>
    public bool AddressTerminated { get; }

    /// <inheritdoc/>
    public bool Equals(Terminated? other) => other is not null && ActorRef.Equals(other.ActorRef)
        && ExistenceConfirmed == other.ExistenceConfirmed && AddressTerminated == other.AddressTerminated;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Terminated);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ActorRef, ExistenceConfirmed, AddressTerminated);

    /// <inheritdoc/>
    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}

/// <summary>Stops its receiver once the messages before it are done.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill() { }

    /// <summary>The only one.</summary>
    public static PoisonPill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<PoisonPill>";
}

/// <summary>Makes its receiver fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill() { }

    /// <summary>The only one.</summary>
    public static Kill Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<Kill>";
}

/// <summary>Asks any actor who it is. Answered by <see cref="ActorIdentity"/> with the same id.</summary>
public sealed class Identify(object messageId) : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>Returned in the answer.</summary>
    public object MessageId { get; } = messageId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Identify other && Equals(MessageId, other.MessageId);

    /// <inheritdoc/>
    public override int GetHashCode() => MessageId?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => $"<Identify>: {MessageId}";
}

/// <summary>The answer to <see cref="Identify"/>.</summary>
public sealed class ActorIdentity(object messageId, IActorRef? subject)
{
    /// <summary>The id of the question.</summary>
    public object MessageId { get; } = messageId;

    /// <summary>Who answered, or null where no such actor exists.</summary>
    public IActorRef? Subject { get; } = subject;

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is ActorIdentity other && Equals(MessageId, other.MessageId) && Equals(Subject, other.Subject);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MessageId, Subject);

    /// <inheritdoc/>
    public override string ToString() => $"<ActorIdentity>: {Subject} - MessageId={MessageId}";
}

/// <summary>From the system to an actor that got no message for the time set by <c>SetReceiveTimeout</c>.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout() { }

    /// <summary>The only one.</summary>
    public static ReceiveTimeout Instance { get; } = new();
}
