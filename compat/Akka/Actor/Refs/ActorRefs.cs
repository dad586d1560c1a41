using Akka.Util;

namespace Akka.Actor;

/// <summary>The refs that stand for no actor.</summary>
public static class ActorRefs
{
    /// <summary>Says that a message has no sender.</summary>
    public static readonly IActorRef NoSender = null!;

    /// <summary>No actor; drops what it is told.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;
}

/// <summary>No actor; drops what it is told.</summary>
public sealed class Nobody : MinimalActorRef
{
    /// <summary>The only one.</summary>
    public static readonly Nobody Instance = new();

    private readonly ActorPath _path = new RootActorPath(Address.AllSystems) / "Nobody";

    private Nobody() { }

    /// <inheritdoc/>
    public override ActorPath Path => _path;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => throw new NotSupportedException("Nobody has no provider.");

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new NobodySurrogate();

    /// <summary>Nobody as plain data.</summary>
    public class NobodySurrogate : ISurrogate
    {
        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}

/// <summary>Tests of a ref.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether it is missing or <see cref="ActorRefs.Nobody"/>.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The ref, or another where it is nobody.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef!;
}

/// <summary>Sends with the actor that is running as the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends from the actor whose code is running, or without a sender outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>Sends on a message with the sender of the one that is being handled.</summary>
    public static void Forward(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.GetCurrentSenderOrNoSender());
}
