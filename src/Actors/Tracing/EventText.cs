using System.Globalization;
using Coterie.Mutex;

namespace Coterie.Tracing;

/// <summary>Events in words.</summary>
public static class EventText
{
    private const int MostListed = 8;

    /// <summary>A sentence without its full stop: <c>Process 2 received the request 3.1 from Process 1 and replied at once</c>.</summary>
    public static string Of(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Request => $"{Process(happened)} asked for the critical section with {happened.Request}{Sent(happened)}",
        TraceEventKind.Enter => $"{Process(happened)} entered the critical section with {happened.Request}",
        TraceEventKind.Exit => $"{Process(happened)} left the critical section{Sent(happened)}",
        TraceEventKind.Withdraw => $"{Process(happened)} withdrew its request {happened.Request}{Sent(happened)}",
        TraceEventKind.Resend => $"{Process(happened)} sent again what was left unanswered{Sent(happened)}",
        TraceEventKind.Receive => $"{Process(happened)} received {Message(happened)} from Process {happened.From}{Answer(happened)}",
        TraceEventKind.Drop => $"{Message(happened, "The")} from Process {happened.From} to {Process(happened)} was lost{Reason(happened)}",
        TraceEventKind.Duplicate => $"{Message(happened, "The")} from {Process(happened)} to Process {happened.To} will arrive once more",
        TraceEventKind.Crash => $"{Process(happened)} crashed",
        TraceEventKind.Restart => $"{Process(happened)} came back with what it knew",
        TraceEventKind.Pause => $"{Process(happened)} paused",
        TraceEventKind.Resume => $"{Process(happened)} went on",
        TraceEventKind.Partition => $"The network fell into {string.Join(" | ", happened.Groups.Select(group => string.Join(' ', group)))}",
        _ => "The network was one again",
    };

    /// <summary>The time since the start in seconds, as exact as the trace has it: <c>1.204331 s</c>.</summary>
    public static string Seconds(TimeSpan time) => ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.000####", CultureInfo.InvariantCulture) + " s";

    /// <summary>A message: <c>the request 3.1</c>, <c>the token</c>.</summary>
    public static string Message(string? name, Timestamp? request, string article = "the") =>
        request is null ? $"{article} {name}" : name == Names.Reply ? $"{article} {name} to {request}" : $"{article} {name} {request}";

    private static string Process(TraceEvent happened) => $"Process {happened.Process}";

    private static string Message(TraceEvent happened, string article = "the") => Message(happened.Message, happened.Request, article);

    private static string Reason(TraceEvent happened) => happened.Reason switch
    {
        null => "",
        "partition" => ", cut off by a partition",
        "crash" => ", for that had crashed",
        var reason => $" ({reason})",
    };

    private static string Answer(TraceEvent happened) => happened.Reply switch
    {
        ReplyTime.Deferred => ", and deferred its reply" + Sent(happened, "; sent"),
        ReplyTime.Now when happened.Sends.Count == 1 => ", and replied at once",
        _ => Sent(happened),
    };

    private static string Sent(TraceEvent happened, string joined = ", and sent")
    {
        if (happened.Sends.Count == 0)
            return "";
        var kinds = happened.Sends.GroupBy(send => (send.Message, Request: send.Request?.Process == send.To ? null : send.Request));
        var own = happened.Kind is TraceEventKind.Request or TraceEventKind.Resend ? happened.Request : null;
        var texts = kinds.Select(kind => $"{kind.Key.Message}{(kind.Key.Request is { } request && request != own ? $" {request}" : "")} to {Receivers([.. kind.Select(send => send.To)])}");
        return $"{joined} {string.Join(", ", texts)}";
    }

    private static string Receivers(IReadOnlyList<ProcessId> processes) => processes.Count <= MostListed
        ? string.Join(' ', processes)
        : $"{processes.Count} processes";
}
