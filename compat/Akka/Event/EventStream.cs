using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>
/// The event bus of a system. Subscribers that stop are unsubscribed.
/// </summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private IActorRef? _unsubscriber;
    private List<IActorRef>? _early = [];

    /// <summary>With <paramref name="debug"/>, logs what is subscribed.</summary>
    public EventStream(bool debug) => _debug = debug;

    /// <inheritdoc/>
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        if (!base.Subscribe(subscriber, channel)) return false;
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"subscribing {subscriber} to channel {channel}"));
        WatchForItsEnd(subscriber);
        return true;
    }

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from channel {channel}"));
        return base.Unsubscribe(subscriber, channel);
    }

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from all channels"));
        return base.Unsubscribe(subscriber);
    }

    internal void StartUnsubscriber(ActorSystemImpl system)
    {
        var unsubscriber = system.SystemActorOf(Props.Create(() => new Unsubscriber(this)), "EventStreamUnsubscriber");
        List<IActorRef> early;
        lock (this)
        {
            _unsubscriber = unsubscriber;
            early = _early!;
            _early = null;
        }
        foreach (var subscriber in early) WatchForItsEnd(subscriber);
    }

    private void WatchForItsEnd(IActorRef subscriber)
    {
        if (subscriber is MinimalActorRef) return; // no actor, so it does not stop
        lock (this)
        {
            if (_unsubscriber is null)
            {
                _early?.Add(subscriber);
                return;
            }
        }
        _unsubscriber.Tell(new Unsubscriber.WatchFor(subscriber), ActorRefs.NoSender);
    }

    private sealed class Unsubscriber : ReceiveActor
    {
        public Unsubscriber(EventStream stream)
        {
            Receive<WatchFor>(watch => Context.Watch(watch.Subscriber));
            Receive<Terminated>(terminated => { stream.Unsubscribe(terminated.ActorRef); });
        }

        public sealed record WatchFor(IActorRef Subscriber);
    }
}

/// <summary>Subscriptions by type parameter.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes to the events of that type.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Ends the subscription to the events of that type.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
