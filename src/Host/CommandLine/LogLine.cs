using System.Globalization;
using System.Net;
using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>
/// What an actor system logs, one line each: without line breaks and control characters, also those that a peer sent, and without
/// stack traces.
/// </summary>
internal static class LogLine
{
    private const int Longest = 2000;

    /// <summary>Whether Coterie logged it, or it says that an actor of Coterie failed. Akka.NET logged everything else.</summary>
    public static bool IsOurs(LogEvent e) => IsOfCoterie(e.LogClass) || IsFailure(e);

    /// <summary>A sentence for the user of the command. Only for events for which <see cref="IsOurs"/> is true.</summary>
    public static string ForUser(LogEvent e) => IsFailure(e)
        ? $"coterie: {Word(e.LogLevel())}: {Clean(Place(e.LogSource))} failed: {Clean(Reasons(e.Cause))}."
        : $"coterie: {Word(e.LogLevel())}: {Clean($"{e.Message}")}";

    /// <summary>The whole event, with its time and its source.</summary>
    public static string Complete(LogEvent e)
    {
        var cause = e.Cause is null ? "" : $" ({Clean(Reasons(e.Cause))})";
        var head = string.Create(CultureInfo.InvariantCulture, $"coterie: {e.Timestamp:HH:mm:ss.fff} {Word(e.LogLevel())}");
        return $"{head}: {Clean(e.LogSource)}: {Clean($"{e.Message}")}{cause}";
    }

    /// <summary>What kind of line it is, for <see cref="LineLimiter"/>.</summary>
    public static string KindOf(LogEvent e) =>
        IsFailure(e) ? "failure" : e.Message is LogMessage message ? $"{e.LogClass} {message.Format}" : $"{e.LogClass}";

    /// <summary>The machine that the line is about; empty if it names none.</summary>
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

    private static bool IsOfCoterie(Type type) =>
        type.Assembly.GetName().Name is { } name && name.StartsWith("Coterie.", StringComparison.Ordinal);

    // If an actor fails, the strategy of its supervisor logs it under the name of the actor.
    private static bool IsFailure(LogEvent e) =>
        e.Cause is not null
        && e.LogSource.Contains("/user/", StringComparison.Ordinal)
        && typeof(SupervisorStrategy).IsAssignableFrom(e.LogClass);

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
