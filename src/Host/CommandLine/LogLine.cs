using System.Globalization;
using System.Net;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>What an actor system logs, as one line each: no line breaks and no control characters, whoever caused them, and no stack trace.</summary>
internal static class LogLine
{
    private const int Longest = 2000;

    /// <summary>Whether it is Coterie that speaks, or an actor of Coterie that failed; everything else is Akka's own.</summary>
    public static bool IsOurs(LogEvent e) => IsOfCoterie(e.LogClass) || IsFailure(e);

    /// <summary>A sentence for whoever runs the command. Only for what <see cref="IsOurs"/>.</summary>
    public static string ForUser(LogEvent e) => IsFailure(e)
        ? $"coterie: {Word(e.LogLevel())}: {Clean(Place(e.LogSource))} failed: {Clean(Reasons(e.Cause))}."
        : $"coterie: {Word(e.LogLevel())}: {Clean($"{e.Message}")}";

    /// <summary>All there is to it, with its time and where it comes from.</summary>
    public static string Complete(LogEvent e) => string.Create(
        CultureInfo.InvariantCulture,
        $"coterie: {e.Timestamp:HH:mm:ss.fff} {Word(e.LogLevel())}: {Clean(e.LogSource)}: {Clean($"{e.Message}")}{(e.Cause is null ? "" : $" ({Clean(Reasons(e.Cause))})")}");

    /// <summary>What kind of line it is, for <see cref="LineLimiter"/>.</summary>
    public static string KindOf(LogEvent e) =>
        IsFailure(e) ? "failure" : e.Message is LogMessage message ? $"{e.LogClass} {message.Format}" : $"{e.LogClass}";

    /// <summary>Which machine the line is about; empty if it names none.</summary>
    public static string PeerOf(LogEvent e) =>
        (e.Message as LogMessage)?.Parameters().Select(Host).FirstOrDefault(host => host is not null) ?? "";

    private static string? Host(object? parameter) => parameter switch
    {
        IPEndPoint endpoint => endpoint.Address.ToString(),
        IPAddress address => address.ToString(),
        Address address => address.Host,
        IActorRef actor => actor.Path.Address.Host,
        ActorPath path => path.Address.Host,
        _ => null,
    };

    private static bool IsOfCoterie(Type type) => type.Assembly.GetName().Name is { } name && name.StartsWith("Coterie.", StringComparison.Ordinal);

    // A supervisor's strategy logs the failure of its child, under the child's name.
    private static bool IsFailure(LogEvent e) =>
        e.Cause is not null && e.LogSource.Contains("/user/", StringComparison.Ordinal) && typeof(SupervisorStrategy).IsAssignableFrom(e.LogClass);

    private static string Place(string source) => source[source.IndexOf("/user/", StringComparison.Ordinal)..].TrimEnd(']');

    private static string Reasons(Exception? cause)
    {
        List<string> reasons = [];
        for (; cause is not null && reasons.Count < 8; cause = cause.InnerException)
            reasons.Add($"{cause.GetType().Name}: {cause.Message.TrimEnd('.')}");
        return string.Join("; ", reasons);
    }

    private static string Clean(string text) => Printable.Escape(text, Longest);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warning",
        LogLevel.InfoLevel => "info",
        _ => "debug",
    };
}
