using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>
/// An actor that a test can look into: it runs on the thread that sends to it (see
/// <see cref="CallingThreadDispatcher"/>), and <see cref="UnderlyingActor"/> is its present instance.
/// </summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef where TActor : ActorBase
{
    private readonly LocalActorRef _actor;

    /// <summary>Creates the actor as a child of <paramref name="supervisor"/>, or of the user guardian if that is null.</summary>
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    {
        var parent = (LocalActorRef)(supervisor ?? ((ExtendedActorSystem)system).Guardian);
        var props = actorProps.WithDispatcher(CallingThreadDispatcher.Id);
        _actor = (LocalActorRef)parent.Cell.MakeChild(props, name, systemService: false);
    }

    /// <summary>The present instance of the actor.</summary>
    /// <exception cref="InvalidOperationException">The actor has none: it failed to start or has stopped.</exception>
    public TActor UnderlyingActor => (TActor)(_actor.Cell.Actor
        ?? throw new InvalidOperationException($"The actor {_actor} must be alive to be looked into, was [stopped]."));

    /// <summary>The actor.</summary>
    public IActorRef Ref => _actor;

    /// <summary>Where the actor is.</summary>
    public ActorPath Path => _actor.Path;

    /// <summary>Sends a message; the sender is the test actor or the actor that is running.</summary>
    public void Tell(object message) => ActorRefImplicitSenderExtensions.Tell(_actor, message);

    /// <summary>Sends a message.</summary>
    public void Tell(object message, IActorRef sender) => _actor.Tell(message, sender);

    /// <summary>Passes the message that is being handled on, with its sender.</summary>
    public void Forward(object message) => ActorRefImplicitSenderExtensions.Forward(_actor, message);

    /// <summary>Sends a message of the life cycle.</summary>
    public void SendSystemMessage(ISystemMessage message) => _actor.SendSystemMessage(message);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        TestActorRefBase<TActor> other => _actor.Equals(other._actor),
        IActorRef other => _actor.Equals(other),
        _ => false,
    };

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => Equals((object?)other);

    /// <inheritdoc/>
    public override int GetHashCode() => _actor.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(object? obj) => _actor.CompareTo(obj);

    /// <inheritdoc/>
    public override string ToString() => _actor.ToString();

    /// <summary>Whether both are the same actor.</summary>
    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef?.Equals(actorRef) ?? actorRef is null;

    /// <summary>Whether the two are different actors.</summary>
    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    /// <summary>Whether both are the same actor.</summary>
    public static bool operator ==(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => testActorRef == actorRef;

    /// <summary>Whether the two are different actors.</summary>
    public static bool operator !=(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => !(testActorRef == actorRef);

    bool IActorRefScope.IsLocal => true;
    IInternalActorRef IInternalActorRef.Parent => _actor.Parent;
    IActorRefProvider IInternalActorRef.Provider => _actor.Provider;
    bool IInternalActorRef.IsTerminated => _actor.IsTerminated;
    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => _actor.GetChild(name);
    void IInternalActorRef.Resume(Exception? causedByFailure) => _actor.Resume(causedByFailure);
    void IInternalActorRef.Start() => _actor.Start();
    void IInternalActorRef.Stop() => _actor.Stop();
    void IInternalActorRef.Restart(Exception cause) => _actor.Restart(cause);
    void IInternalActorRef.Suspend() => _actor.Suspend();
    int IComparable<IActorRef>.CompareTo(IActorRef? other) => CompareTo(other);
    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => _actor.ToSurrogate(system);
}
