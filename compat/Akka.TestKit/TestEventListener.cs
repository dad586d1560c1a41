using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// The logger behind <see cref="TestKitBase.EventFilter"/>: shows each event to the filters at work and prints it if none
/// takes it. Named in <c>akka.loggers</c>.
/// </summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<EventWatch> _watches = [];

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                foreach (var type in new[] { typeof(EventWatch.Begin), typeof(EventWatch.End), typeof(EventWatch.Fence), typeof(DeadLetter), typeof(UnhandledMessage) })
                    initialize.LoggingBus.Subscribe(Self, type);
                Sender.Tell(new LoggerInitialized(), Self);
                break;
            case EventWatch.Begin begin:
                _watches.Add(begin.Watch);
                break;
            case EventWatch.End end:
                _watches.Remove(end.Watch);
                break;
            case EventWatch.Fence fence:
                fence.Pass();
                break;
            case LogEvent logEvent:
                PrintUnlessTaken(logEvent);
                break;
            case DeadLetter letter:
                if (!IsTaken(new Warning(PathOf(letter.Recipient), letter.Recipient.GetType(), letter)))
                    PrintUnlessTaken(new Warning(PathOf(letter.Recipient), letter.Recipient.GetType(),
                        $"received dead letter from {letter.Sender}: {letter.Message}"));
                break;
            case UnhandledMessage unhandled:
                PrintUnlessTaken(new Warning(PathOf(unhandled.Recipient), unhandled.Recipient.GetType(),
                    $"Unhandled message from {unhandled.Sender}: {unhandled.Message}"));
                break;
            default:
                return false;
        }
        return true;
    }

    private void PrintUnlessTaken(LogEvent logEvent)
    {
        if (!IsTaken(logEvent))
            Print(logEvent);
    }

    // Every watch counts, also when another one has taken the event.
    private bool IsTaken(LogEvent logEvent)
    {
        var taken = false;
        foreach (var watch in _watches)
            taken |= watch.Takes(logEvent);
        return taken;
    }

    private static string PathOf(IActorRef actor) => actor.Path.ToString();
}
