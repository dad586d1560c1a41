using System.Globalization;
using Akka.Actor;

namespace Akka.Event;

/// <summary>How severe a log event is, from the least.</summary>
public enum LogLevel
{
    /// <summary>Details for developers.</summary>
    DebugLevel,

    /// <summary>What goes on.</summary>
    InfoLevel,

    /// <summary>Something that may become a problem.</summary>
    WarningLevel,

    /// <summary>A problem.</summary>
    ErrorLevel,
}

/// <summary>One entry of the log, on its way to the loggers.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    /// <summary>Now, on this thread.</summary>
    protected LogEvent()
    {
        Timestamp = DateTime.UtcNow;
        Thread = Thread.CurrentThread;
    }

    /// <summary>What failed, if anything.</summary>
    public Exception? Cause { get; protected set; }

    /// <summary>When, in UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>On which thread.</summary>
    public Thread Thread { get; }

    /// <summary>From where, usually an actor's path.</summary>
    public string LogSource { get; protected set; } = "";

    /// <summary>From which class.</summary>
    public Type LogClass { get; protected set; } = typeof(object);

    /// <summary>The text, or something whose ToString is the text.</summary>
    public object Message { get; protected set; } = "";

    /// <summary>How severe.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc/>
    public override string ToString()
    {
        var time = Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = $"[{Logging.StringFor(LogLevel())}][{time}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}";
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }
}

/// <summary>Details for developers.</summary>
public class Debug : LogEvent
{
    /// <summary>Without a cause.</summary>
    public Debug(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>With a cause.</summary>
    public Debug(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>What goes on.</summary>
public class Info : LogEvent
{
    /// <summary>Without a cause.</summary>
    public Info(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>With a cause.</summary>
    public Info(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

/// <summary>Something that may become a problem.</summary>
public class Warning : LogEvent
{
    /// <summary>Without a cause.</summary>
    public Warning(string logSource, Type logClass, object message) : this(null, logSource, logClass, message) { }

    /// <summary>With a cause.</summary>
    public Warning(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

/// <summary>A problem.</summary>
public class Error : LogEvent
{
    /// <summary>With a cause, or null.</summary>
    public Error(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc/>
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}
