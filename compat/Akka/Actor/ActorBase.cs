using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// An actor: state that only its own handler touches, one message at a time. Its system makes it, through
/// <see cref="Props"/>; a failure in its handler goes to its parent's <see cref="Actor.SupervisorStrategy"/>.
/// </summary>
public abstract class ActorBase : IInternalActor
{
    private readonly ActorCell _cell;

    /// <summary>Called by the system only.</summary>
    /// <exception cref="ActorInitializationException">It was made by <c>new</c>.</exception>
    protected ActorBase()
    {
        _cell = InternalCurrentActorCellKeeper.Current ?? throw new ActorInitializationException(
            $"Actor of type [{GetType()}] must be made by ActorOf(Props), was made by [new].");
        Self = _cell.Self;
    }

    /// <summary>Handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>The surroundings of the actor whose code is running.</summary>
    /// <exception cref="NotSupportedException">No actor's code is running on this thread.</exception>
    protected static IActorContext Context => ActorCell.Running;

    /// <summary>Itself; may be used on any thread.</summary>
    protected IActorRef Self { get; }

    /// <summary>Who sent the message that is being handled; the dead letters where nobody did.</summary>
    protected IActorRef Sender => ActorCell.Running.Sender;

    IActorContext IInternalActor.ActorContext => _cell;

    /// <summary>Handles a message.</summary>
    protected abstract bool Receive(object message);

    internal bool ReceiveFirst(object message) => Receive(message);

    /// <summary>Around each message: hands it to <paramref name="receive"/>, and what that leaves to <see cref="Unhandled"/>.</summary>
    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (receive(message)) return true;
        Unhandled(message);
        return false;
    }

    /// <summary>Around <see cref="PreStart"/>.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Around <see cref="PostStop"/>.</summary>
    public virtual void AroundPostStop() => PostStop();

    /// <summary>Around <see cref="PreRestart"/>.</summary>
    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    /// <summary>Around <see cref="PostRestart"/>.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Called before the first message.</summary>
    protected virtual void PreStart() { }

    /// <summary>Called when the actor has stopped.</summary>
    protected virtual void PostStop() { }

    /// <summary>Called on the failed instance; by default stops all children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in _cell.GetChildren().ToArray())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }
        PostStop();
    }

    /// <summary>Called on the new instance; by default calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>How this actor deals with its children's failures; by default <see cref="Actor.SupervisorStrategy.DefaultStrategy"/>.</summary>
    protected internal virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Called with what no handler took: publishes an <see cref="UnhandledMessage"/>, or fails on a <see cref="Terminated"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        var context = ActorCell.Running;
        context.System.EventStream.Publish(new UnhandledMessage(message, context.Sender, Self));
    }

    /// <summary>Handles the coming messages by <paramref name="receive"/> instead.</summary>
    protected void Become(Receive receive) => _cell.Become(receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour to return to.</summary>
    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    /// <summary>Returns to the behaviour before.</summary>
    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    /// <summary>After this long without a message comes a <see cref="ReceiveTimeout"/>; null: none does.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);
}
