using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Handles one message; false leaves it unhandled.</summary>
public delegate bool Receive(object message);

/// <summary>Handles one message of an <see cref="UntypedActor"/>.</summary>
public delegate void UntypedReceive(object message);

/// <summary>Makes and finds actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes an actor below this one. Without a name it gets one like <c>$a</c>.</summary>
    /// <exception cref="InvalidActorNameException">The name is taken or not a name.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Points at the actor, or actors, at a path, whether they exist or not.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Points at the actors that match a path, absolute or relative, with wildcards <c>*</c> and <c>?</c>.</summary>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Watches others' deaths.</summary>
public interface ICanWatch
{
    /// <summary>Brings a <see cref="Terminated"/> when <paramref name="subject"/> stops, or has stopped.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>As <see cref="Watch"/>, with a message of one's own.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends a watch; no <see cref="Terminated"/> comes after it.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor has of its surroundings. Valid on the actor's own turn only.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor.</summary>
    IActorRef Self { get; }

    /// <summary>What it was made from.</summary>
    Props Props { get; }

    /// <summary>What runs it.</summary>
    MessageDispatcher Dispatcher { get; }

    /// <summary>Who sent the message that is being handled; the dead letters where nobody did.</summary>
    IActorRef Sender { get; }

    /// <summary>Its system.</summary>
    ActorSystem System { get; }

    /// <summary>The actor that made it.</summary>
    IActorRef Parent { get; }

    /// <summary>The time without a message after which a <see cref="Actor.ReceiveTimeout"/> comes; null: none does.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Handles the coming messages by <paramref name="receive"/> instead.</summary>
    void Become(Receive receive);

    /// <summary>As <see cref="Become"/>, and keeps the present behaviour to return to.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Returns to the behaviour before.</summary>
    void UnbecomeStacked();

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>Every child.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>See <see cref="ReceiveTimeout"/>.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops an actor once its present message is done.</summary>
    void Stop(IActorRef child);
}

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Handles the coming messages by <paramref name="receive"/> instead.</summary>
    void Become(UntypedReceive receive);

    /// <summary>As <c>Become</c>, and keeps the present behaviour to return to.</summary>
    void BecomeStacked(UntypedReceive receive);
}

/// <summary>An actor, as its cell sees it.</summary>
public interface IInternalActor
{
    /// <summary>Its surroundings.</summary>
    IActorContext ActorContext { get; }
}
