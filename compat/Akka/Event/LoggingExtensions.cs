namespace Akka.Event;

/// <summary>Logging by level. The text of a template is made only if some logger takes the event.</summary>
public static class LoggingExtensions
{
    /// <summary>Logs at level debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Logs at level debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.DebugLevel, null, format, args);

    /// <summary>Logs at level debug, with what failed.</summary>
    public static void Debug(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Logs at level debug, with what failed.</summary>
    public static void Debug(this ILoggingAdapter log, Exception cause, string format, params object[] args) =>
        Log(log, LogLevel.DebugLevel, cause, format, args);

    /// <summary>Logs at level info.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Logs at level info.</summary>
    public static void Info(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.InfoLevel, null, format, args);

    /// <summary>Logs at level info, with what failed.</summary>
    public static void Info(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Logs at level info, with what failed.</summary>
    public static void Info(this ILoggingAdapter log, Exception cause, string format, params object[] args) =>
        Log(log, LogLevel.InfoLevel, cause, format, args);

    /// <summary>Logs at level warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Logs at level warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.WarningLevel, null, format, args);

    /// <summary>Logs at level warning, with what failed.</summary>
    public static void Warning(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Logs at level warning, with what failed.</summary>
    public static void Warning(this ILoggingAdapter log, Exception cause, string format, params object[] args) =>
        Log(log, LogLevel.WarningLevel, cause, format, args);

    /// <summary>Logs at level error.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Logs at level error.</summary>
    public static void Error(this ILoggingAdapter log, string format, params object[] args) => Log(log, LogLevel.ErrorLevel, null, format, args);

    /// <summary>Logs at level error, with what failed.</summary>
    public static void Error(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Logs at level error, with what failed.</summary>
    public static void Error(this ILoggingAdapter log, Exception cause, string format, params object[] args) =>
        Log(log, LogLevel.ErrorLevel, cause, format, args);

    /// <summary>Logs at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format) => log.Log(level, null, format);

    /// <summary>Logs at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format, params object[] args) =>
        Log(log, level, null, format, args);

    /// <summary>Logs at a level, with what failed.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, Exception? cause, string format, params object[] args)
    {
        if (!log.IsEnabled(level)) return;
        if (args.Length == 0) log.Log(level, cause, format);
        else log.Log(level, cause, new LazyLogMessage(log.Formatter, format, args));
    }
}
