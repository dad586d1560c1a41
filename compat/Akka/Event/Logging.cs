using Akka.Actor;

namespace Akka.Event;

/// <summary>Makes logs, and knows the levels.</summary>
public static class Logging
{
    internal const LogLevel Off = (LogLevel)int.MaxValue;

    internal static readonly LogLevel[] AllLevels = Enum.GetValues<LogLevel>();

    /// <summary>The event class of a level.</summary>
    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException($"Log level must be a known one, was [{logLevel}].", nameof(logLevel)),
    };

    /// <summary>The name of a level: <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c> or <c>OFF</c>.</summary>
    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        Off => "OFF",
        _ => throw new ArgumentException($"Log level must be a known one, was [{logLevel}].", nameof(logLevel)),
    };

    /// <summary>The level of a name, in capitals or not.</summary>
    public static LogLevel LogLevelFor(string logLevel) => logLevel?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        "OFF" => Off,
        _ => throw new ArgumentException($"Log level must be one of [DEBUG, INFO, WARNING, ERROR, OFF], was [{logLevel}].", nameof(logLevel)),
    };

    /// <summary>The level of an event class.</summary>
    public static LogLevel LogLevelFor<T>() where T : LogEvent => AllLevels.First(level => ClassFor(level) == typeof(T));

    /// <summary>The log of an actor.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        new BusLogging(context.System.EventStream, context.Self.Path.ToString(),
            (context as ActorCell)?.Actor?.GetType() ?? context.Props.Type, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);

    /// <summary>A log of something in a system.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (source, type) = Source(logSourceObj);
        return new BusLogging(system.EventStream, logSourceObj is string or Type ? $"{source}({system})" : source, type,
            logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    /// <summary>A log of something, on a bus.</summary>
    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        var (source, type) = Source(logSourceObj);
        return new BusLogging(loggingBus, source, type, logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }

    private static (string, Type) Source(object source) => source switch
    {
        string name => (name, typeof(DummyClassForStringSources)),
        Type type => (type.Name, type),
        IActorRef actor => (actor.Path.ToString(), typeof(IActorRef)),
        IActorContext context => (context.Self.Path.ToString(), context.Props.Type),
        IInternalActor actor => (actor.ActorContext.Self.Path.ToString(), actor.GetType()),
        _ => (source.GetType().Name, source.GetType()),
    };
}

/// <summary>The class of events whose source is only a name.</summary>
public class DummyClassForStringSources;
