using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>From the system to a logger: start. Answered by <see cref="LoggerInitialized"/>.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    /// <summary>Where the events come from.</summary>
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger's answer to <see cref="InitializeLogger"/>.</summary>
public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The mailbox of a logger.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;

/// <summary>The logger that writes to standard output.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes an event.</summary>
    protected virtual void Print(LogEvent logEvent) => StandardOutLogger.PrintLogEvent(logEvent);
}

/// <summary>A logger without an actor, for the time when no actors run.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    private readonly ActorPath _path = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    /// <inheritdoc/>
    public sealed override ActorPath Path => _path;

    /// <inheritdoc/>
    public sealed override IActorRefProvider Provider => throw new NotSupportedException("This logger does not provide.");

    /// <summary>Writes an event.</summary>
    protected abstract void Log(object message);

    /// <inheritdoc/>
    protected sealed override void TellInternal(object message, IActorRef sender) => Log(message);
}

/// <summary>Writes to standard output, without an actor.</summary>
public class StandardOutLogger : MinimalLogger
{
    /// <summary>Of debug events; default gray.</summary>
    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    /// <summary>Of infos; default white.</summary>
    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    /// <summary>Of warnings; default yellow.</summary>
    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    /// <summary>Of errors; default red.</summary>
    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    /// <summary>Whether there are colours; default true, and never where standard output is no terminal.</summary>
    public static bool UseColors { get; set; } = true;

    /// <inheritdoc/>
    protected override void Log(object message)
    {
        if (message is LogEvent logEvent) PrintLogEvent(logEvent);
        else Console.WriteLine(message);
    }

    internal static void PrintLogEvent(LogEvent logEvent)
    {
        var text = logEvent.ToString();
        lock (Console.Out)
        {
            if (!UseColors || Console.IsOutputRedirected)
            {
                Console.WriteLine(text);
                return;
            }
            var before = Console.ForegroundColor;
            Console.ForegroundColor = logEvent.LogLevel() switch
            {
                LogLevel.DebugLevel => DebugColor,
                LogLevel.InfoLevel => InfoColor,
                LogLevel.WarningLevel => WarningColor,
                _ => ErrorColor,
            };
            Console.WriteLine(text);
            Console.ForegroundColor = before;
        }
    }
}
