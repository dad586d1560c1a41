using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the life cycle; goes before all ordinary ones.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>Base of the system messages; each is a link of its receiver's queue, so an instance is sent once only.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next;
}

/// <summary>To the watched actor: tell <see cref="Watcher"/> when you stop.</summary>
public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>Who is watched.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>Who watches.</summary>
    public IInternalActorRef Watcher { get; } = watcher;

    /// <inheritdoc/>
    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";
}

/// <summary>To the watched actor: forget a <see cref="Watch"/>.</summary>
public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>Who was watched.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>Who watched.</summary>
    public IInternalActorRef Watcher { get; } = watcher;

    /// <inheritdoc/>
    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>To a watcher or parent: the actor stopped.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    /// <summary>Who stopped.</summary>
    public IActorRef Actor { get; } = actor;

    /// <summary>Whether it was known to have existed.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    /// <summary>Whether its whole system is gone.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <inheritdoc/>
    public override string ToString() => $"<DeathWatchNotification>: {Actor}";
}

/// <summary>A life-cycle message that waits while an actor waits for its children to stop.</summary>
internal interface IStashWhenWaitingForChildren;

/// <summary>First message of every actor.</summary>
internal sealed class Create : SystemMessage;

/// <summary>To the parent: a child failed and waits for the verdict.</summary>
internal sealed class Failed(ActorCell child, Exception cause) : SystemMessage
{
    public ActorCell Child { get; } = child;

    public Exception Cause { get; } = cause;
}

internal sealed class Suspend : SystemMessage, IStashWhenWaitingForChildren;

internal sealed class Resume(Exception? causedByFailure) : SystemMessage, IStashWhenWaitingForChildren
{
    public Exception? CausedByFailure { get; } = causedByFailure;
}

internal sealed class Recreate(Exception cause) : SystemMessage, IStashWhenWaitingForChildren
{
    public Exception Cause { get; } = cause;
}

internal sealed class Terminate : SystemMessage;

/// <summary>A step of an async handler, to be run in the actor's context.</summary>
internal sealed class ActorTask(Task task, ActorTaskScheduler scheduler) : SystemMessage
{
    public Task Task { get; } = task;

    public ActorTaskScheduler Scheduler { get; } = scheduler;
}
