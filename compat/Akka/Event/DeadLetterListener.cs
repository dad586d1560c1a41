using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, as many as <c>akka.log-dead-letters</c> allows.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly int _limit = Context.System.Settings.LogDeadLetters;
    private int _count;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(Dropped));
    }

    /// <summary>Nothing to do: the next instance subscribes once more to no effect.</summary>
    protected override void PostRestart(Exception reason) { }

    /// <inheritdoc/>
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter) return false;
        _count++;
        var last = _count >= _limit ? " No more dead letters will be logged." : "";
        var reason = letter is Dropped dropped ? $"was dropped: {dropped.Reason}." : "was not delivered.";
        Context.System.EventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(),
            $"Message [{letter.Message.GetType().Name}] from {letter.Sender} to {letter.Recipient} {reason} "
            + $"[{_count}] dead letters encountered.{last} This logging can be turned off or adjusted with "
            + "configuration settings 'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."));
        if (_count >= _limit) Context.Stop(Self);
        return true;
    }
}

/// <summary>Logs what actors did not handle, when <c>akka.actor.debug.unhandled</c> is on.</summary>
internal sealed class UnhandledListener : ReceiveActor
{
    public UnhandledListener() => Receive<UnhandledMessage>(unhandled => Context.System.EventStream.Publish(
        new Debug(unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(),
            $"Unhandled message from {unhandled.Sender}: {unhandled.Message}")));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(UnhandledMessage));
}
