using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Something that messages can be sent to.</summary>
public interface ICanTell
{
    /// <summary>Sends a message: it returns at once, and the message arrives at most once.</summary>
    void Tell(object message, IActorRef sender);
}

/// <summary>A handle to an actor, which may be passed around and sent in messages.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, ISurrogated, IComparable
{
    /// <summary>Where the actor is.</summary>
    ActorPath Path { get; }
}

/// <summary>Tells whether a ref is of this process.</summary>
public interface IActorRefScope
{
    /// <summary>Whether the actor is in this process.</summary>
    bool IsLocal { get; }
}

/// <summary>What the system itself needs of a ref.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The actor above.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>Resolves refs of the same system.</summary>
    IActorRefProvider Provider { get; }

    /// <summary>Whether the actor has stopped.</summary>
    bool IsTerminated { get; }

    /// <summary>Looks below this actor; <c>..</c> goes up.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    /// <summary>Lets a failed actor go on.</summary>
    void Resume(Exception? causedByFailure = null);

    /// <summary>Starts the actor's life.</summary>
    void Start();

    /// <summary>Ends the actor's life.</summary>
    void Stop();

    /// <summary>Replaces the actor's instance.</summary>
    void Restart(Exception cause);

    /// <summary>Makes the actor's messages wait.</summary>
    void Suspend();

    /// <summary>Sends a message of the life cycle.</summary>
    void SendSystemMessage(ISystemMessage message);
}

/// <summary>A ref that is known to be of this process.</summary>
internal interface ILocalRef : IActorRefScope;
