namespace Akka.Event;

/// <summary>A log: <c>Info</c>, <c>Error</c> and the others are extension methods, see <see cref="LoggingExtensions"/>.</summary>
public interface ILoggingAdapter
{
    /// <summary>Makes the texts.</summary>
    ILogMessageFormatter Formatter { get; }

    /// <summary>Whether debug events are logged.</summary>
    bool IsDebugEnabled { get; }

    /// <summary>Whether infos are logged.</summary>
    bool IsInfoEnabled { get; }

    /// <summary>Whether warnings are logged.</summary>
    bool IsWarningEnabled { get; }

    /// <summary>Whether errors are logged.</summary>
    bool IsErrorEnabled { get; }

    /// <summary>Whether events of that level are logged.</summary>
    bool IsEnabled(LogLevel logLevel);

    /// <summary>Logs a text that is not yet made.</summary>
    void Log(LogLevel logLevel, Exception? cause, LogMessage message);

    /// <summary>Logs a text.</summary>
    void Log(LogLevel logLevel, Exception? cause, string format);
}

/// <summary>Base of logs.</summary>
public abstract class LoggingAdapterBase : ILoggingAdapter
{
    /// <summary>With a formatter.</summary>
    protected LoggingAdapterBase(ILogMessageFormatter logMessageFormatter) => Formatter = logMessageFormatter;

    /// <inheritdoc/>
    public ILogMessageFormatter Formatter { get; }

    /// <inheritdoc/>
    public abstract bool IsDebugEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsInfoEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsWarningEnabled { get; }

    /// <inheritdoc/>
    public abstract bool IsErrorEnabled { get; }

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => IsDebugEnabled,
        LogLevel.InfoLevel => IsInfoEnabled,
        LogLevel.WarningLevel => IsWarningEnabled,
        LogLevel.ErrorLevel => IsErrorEnabled,
        _ => false,
    };

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, LogMessage message)
    {
        if (IsEnabled(logLevel)) NotifyLog(logLevel, message, cause);
    }

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
        if (IsEnabled(logLevel)) NotifyLog(logLevel, format, cause);
    }

    /// <summary>Passes an event on.</summary>
    protected abstract void NotifyLog(LogLevel logLevel, object message, Exception? cause = null);
}

/// <summary>A log that publishes on a bus.</summary>
public sealed class BusLogging : LoggingAdapterBase
{
    /// <summary>From one source.</summary>
    public BusLogging(LoggingBus bus, string logSource, Type logClass, ILogMessageFormatter logMessageFormatter)
        : base(logMessageFormatter)
    {
        Bus = bus;
        LogSource = logSource;
        LogClass = logClass;
    }

    /// <summary>Where it publishes.</summary>
    public LoggingBus Bus { get; }

    /// <summary>What its events say they are from.</summary>
    public string LogSource { get; }

    /// <summary>What class its events say they are from.</summary>
    public Type LogClass { get; }

    /// <inheritdoc/>
    public override bool IsDebugEnabled => Bus.LogLevel <= LogLevel.DebugLevel;

    /// <inheritdoc/>
    public override bool IsInfoEnabled => Bus.LogLevel <= LogLevel.InfoLevel;

    /// <inheritdoc/>
    public override bool IsWarningEnabled => Bus.LogLevel <= LogLevel.WarningLevel;

    /// <inheritdoc/>
    public override bool IsErrorEnabled => Bus.LogLevel <= LogLevel.ErrorLevel;

    /// <inheritdoc/>
    protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null) => Bus.Publish(logLevel switch
    {
        LogLevel.DebugLevel => new Debug(cause, LogSource, LogClass, message),
        LogLevel.InfoLevel => new Info(cause, LogSource, LogClass, message),
        LogLevel.WarningLevel => new Warning(cause, LogSource, LogClass, message),
        _ => (LogEvent)new Error(cause, LogSource, LogClass, message),
    });
}

/// <summary>Logs nothing.</summary>
public sealed class NoLogger : ILoggingAdapter
{
    /// <summary>The only one.</summary>
    public static readonly ILoggingAdapter Instance = new NoLogger();

    private NoLogger() { }

    /// <inheritdoc/>
    public ILogMessageFormatter Formatter => DefaultLogMessageFormatter.Instance;

    /// <inheritdoc/>
    public bool IsDebugEnabled => false;

    /// <inheritdoc/>
    public bool IsInfoEnabled => false;

    /// <inheritdoc/>
    public bool IsWarningEnabled => false;

    /// <inheritdoc/>
    public bool IsErrorEnabled => false;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => false;

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, LogMessage message) { }

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, Exception? cause, string format) { }
}
