using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The ref of a path at which there is no actor: what it is told goes to the dead letters.</summary>
public class EmptyLocalActorRef : MinimalActorRef
{
    private readonly EventStream _eventStream;

    /// <summary>Of one path.</summary>
    public EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    {
        Provider = provider;
        Path = path;
        _eventStream = eventStream;
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc/>
    public override bool IsTerminated => true;

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is Watch watch && watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
        {
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: false, addressTerminated: false));
        }
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case ActorSelectionMessage { Message: Identify identify }:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                break;
            case ActorSelectionMessage selection:
                PublishDead(selection.Message, sender);
                break;
            case DeadLetter letter:
                PublishDead(letter);
                break;
            default:
                PublishDead(message, sender);
                break;
        }
    }

    private void PublishDead(object message, IActorRef? sender) =>
        PublishDead(new DeadLetter(message, sender ?? Provider.DeadLetters, this));

    private void PublishDead(DeadLetter letter)
    {
        if (letter.Message is IDeadLetterSuppression suppressed)
            _eventStream.Publish(new SuppressedDeadLetter(suppressed, letter.Sender, letter.Recipient));
        else
            _eventStream.Publish(letter);
    }
}

/// <summary>Publishes what nobody gets.</summary>
public class DeadLetterActorRef : EmptyLocalActorRef
{
    /// <summary>Of one system.</summary>
    public DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
        : base(provider, path, eventStream) { }

    /// <summary>It never ends.</summary>
    public override bool IsTerminated => false;
}

/// <summary>Drops what it is told, without a trace.</summary>
internal sealed class IgnoreActorRef(IActorRefProvider provider) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems")) / "ignore";

    public override IActorRefProvider Provider => provider;
}
