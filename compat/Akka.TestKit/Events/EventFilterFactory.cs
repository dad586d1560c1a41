using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// Describes events of the log. Of the texts, <c>message</c> means the whole one, <c>start</c> its beginning and
/// <c>contains</c> a part of it; <c>source</c> is the path or type that logged. What is null matches anything.
/// </summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly EventFilter[] _filters;

    /// <summary>Filters events of the system under test.</summary>
    public EventFilterFactory(TestKitBase testkit) : this(testkit, testkit.Sys) { }

    /// <summary>Filters events of another system.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system) : this(testkit, system, []) { }

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, EventFilter[] filters)
    {
        _testkit = testkit;
        _system = system;
        _filters = filters;
    }

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null,
        string? source = null) => ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    /// <summary>Debug events whose text matches <paramref name="pattern"/>.</summary>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.DebugLevel, pattern, source);

    /// <summary>Info events.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null,
        string? source = null) => ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    /// <summary>Info events whose text matches <paramref name="pattern"/>.</summary>
    public IEventFilterApplier Info(Regex pattern, string? source = null) => ForLogLevel(LogLevel.InfoLevel, pattern, source);

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null,
        string? source = null) => ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    /// <summary>Warnings whose text matches <paramref name="pattern"/>.</summary>
    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.WarningLevel, pattern, source);

    /// <summary>Errors, with an exception or without.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null,
        string? source = null) => ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    /// <summary>Errors whose text matches <paramref name="pattern"/>.</summary>
    public IEventFilterApplier Error(Regex pattern, string? source = null) => ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    /// <summary>Events of a level.</summary>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, string? message = null, string? start = null,
        string? contains = null, string? source = null) => OfLevel(logLevel, TextMatch.Of(message, start, contains), source);

    /// <summary>Events of a level whose text matches <paramref name="pattern"/>.</summary>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        OfLevel(logLevel, TextMatch.Of(pattern), source);

    /// <summary>Errors with an exception of a type; the texts are those of the event or of the exception.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null,
        string? source = null) where TException : Exception =>
        Exception(typeof(TException), message, start, contains, source);

    /// <summary>Errors with an exception of a type; the text is that of the event or of the exception.</summary>
    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null) where TException : Exception =>
        Exception(typeof(TException), pattern, source);

    /// <summary>Errors with an exception of a type, or with one inside if <paramref name="checkInnerExceptions"/> is set.</summary>
    public IEventFilterApplier Exception(Type exceptionType, string? message = null, string? start = null,
        string? contains = null, string? source = null, bool checkInnerExceptions = false) =>
        OfException(exceptionType, TextMatch.Of(message, start, contains), source, checkInnerExceptions);

    /// <summary>Errors with an exception of a type, or with one inside if <paramref name="checkInnerExceptions"/> is set.</summary>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null,
        bool checkInnerExceptions = false) =>
        OfException(exceptionType, TextMatch.Of(pattern), source, checkInnerExceptions);

    /// <summary>Messages that went to the dead letters.</summary>
    public IEventFilterApplier DeadLetter() => OfDeadLetter("any message", _ => true, null);

    /// <summary>Messages of a type that went to the dead letters; the source is the path of the recipient.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter(typeof(TMessage), source);

    /// <summary>Messages of a type that went to the dead letters; the source is the path of the recipient.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        DeadLetter(typeof(TMessage), message => isMatch((TMessage)message), source);

    /// <summary>Messages of a type that went to the dead letters; the source is the path of the recipient.</summary>
    public IEventFilterApplier DeadLetter(Type type, string? source = null) => DeadLetter(type, _ => true, source);

    /// <summary>Messages of a type that went to the dead letters; the source is the path of the recipient.</summary>
    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        OfDeadLetter($"a message of type {type}", message => type.IsInstanceOfType(message) && isMatch(message), source);

    /// <summary>Events for which <paramref name="predicate"/> holds.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Custom<LogEvent>(predicate);

    /// <summary>Events of a type for which <paramref name="predicate"/> holds.</summary>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate) where TLogEvent : LogEvent =>
        Apply($"{typeof(TLogEvent).Name} events of its own kind", e => e is TLogEvent typed && predicate(typed));

    private EventFilterApplier OfLevel(LogLevel level, TextMatch text, string? source) =>
        Apply($"{level.ToString().Replace("Level", "")} events{text}{From(source)}",
            e => e.LogLevel() == level && IsFrom(source, e) && text.IsMatch(e));

    private EventFilterApplier OfException(Type type, TextMatch text, string? source, bool inner)
    {
        if (!typeof(Exception).IsAssignableFrom(type))
            throw new ArgumentException($"The exception type must be a kind of Exception, was [{type}].", nameof(type));
        return Apply($"errors with a {type.Name}{text}{From(source)}",
            e => e is Error { Cause: { } cause } && IsFrom(source, e) && IsMatch(e, cause, type, text, inner));
    }

    private EventFilterApplier OfDeadLetter(string what, Func<object, bool> isMatch, string? source) =>
        Apply($"dead letters with {what}{From(source)}",
            e => e is Warning { Message: DeadLetter letter } && IsFrom(source, e) && isMatch(letter.Message));

    private EventFilterApplier Apply(string description, Predicate<LogEvent> isMatch) =>
        new(_testkit, _system, [.. _filters, new EventFilter(description, isMatch)]);

    private static bool IsMatch(LogEvent e, Exception? cause, Type type, TextMatch text, bool inner)
    {
        for (; cause is not null; cause = inner ? cause.InnerException : null)
        {
            if (type.IsInstanceOfType(cause) && (text.IsMatch(e) || text.IsMatch(cause.Message)))
                return true;
            if (inner && cause is AggregateException several && several.InnerExceptions.Any(c => IsMatch(e, c, type, text, inner)))
                return true;
        }
        return false;
    }

    private static bool IsFrom(string? source, LogEvent e) =>
        source is null || e.LogSource == source || ActorPath.TryParse(e.LogSource, out var path) && path.ToStringWithoutAddress() == source;

    private static string From(string? source) => source is null ? "" : $" from {source}";
}
