using Akka.Actor;

namespace Akka.Event;

/// <summary>Brings events to those who subscribed to their kind.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    /// <summary>False: subscribed already.</summary>
    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier) => throw new NotSupportedException();

    /// <summary>False: was not subscribed.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber) => throw new NotSupportedException();

    /// <summary>False: was not subscribed.</summary>
    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier) => throw new NotSupportedException();

    /// <summary>Brings an event to its subscribers.</summary>
    public virtual void Publish(TEvent @event) => throw new NotSupportedException();
}

/// <summary>An event bus whose subscribers are actors.</summary>
public abstract class ActorEventBus<TEvent, TClassifier> : EventBus<TEvent, TClassifier, IActorRef>;
