using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor that handles its messages in one method.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The surroundings of the actor whose code is running.</summary>
    protected static new IUntypedActorContext Context => ActorCell.Running;

    /// <summary>Handles a message.</summary>
    protected abstract void OnReceive(object message);

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Runs an asynchronous handler: no other message is handled before it has ended.</summary>
    protected void RunTask(Action action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Runs an asynchronous handler: no other message is handled before it has ended.</summary>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Handles the coming messages by <paramref name="receive"/> instead.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>As <c>Become</c>, and keeps the present behaviour to return to.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}

/// <summary>An <see cref="UntypedActor"/> with a stash, whatever its mailbox.</summary>
public abstract class UntypedActorWithStash : UntypedActor, IWithStash
{
    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;
}

/// <summary>An <see cref="UntypedActor"/> with a stash.</summary>
public abstract class UntypedActorWithUnboundedStash : UntypedActor, IWithUnboundedStash
{
    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;
}
