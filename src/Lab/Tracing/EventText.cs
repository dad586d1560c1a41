using System.Globalization;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>Events in words.</summary>
internal static class EventText
{
    /// <summary><c>Process 2 receives request 7.1 from Process 1; the reply must wait</c>.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="name">What the processes are called.</param>
    public static string Of(TraceEvent happened, Func<ProcessId, string> name) =>
        happened.Process is { } process ? $"{name(process)} {Deed(happened, name)}" : Deed(happened, name);

    /// <summary>The same without the process: <c>receives request 7.1 from Process 1; the reply must wait</c>.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="name">What the processes are called.</param>
    public static string Deed(TraceEvent happened, Func<ProcessId, string> name)
    {
        var message = happened.Message is { } kind ? Message(kind, happened.Request) : null;
        var from = happened.From is { } sender ? name(sender) : null;
        return happened.Kind switch
        {
            TraceEventKind.Request => $"asks with request {happened.Request}{For(happened)}{Sends(happened)}",
            TraceEventKind.Enter => $"enters with request {happened.Request}{For(happened)}",
            TraceEventKind.Exit => $"leaves{Sends(happened)}",
            TraceEventKind.Withdraw => $"withdraws request {happened.Request}{Sends(happened)}",
            TraceEventKind.Resend => $"has waited long{Sends(happened)}",
            TraceEventKind.Receive => $"receives {message} from {from}{Waits(happened)}{Sends(happened)}",
            TraceEventKind.Drop => $"does not get {message} from {from}{Why(happened)}",
            TraceEventKind.Duplicate => $"has sent {message} to {name(happened.To!.Value)}, who will get it twice",
            TraceEventKind.Use => $"{happened.Detail}{Under(happened)}",
            TraceEventKind.Lose => $"loses request {happened.Request}{Sends(happened)}",
            TraceEventKind.Send => Sends(happened).TrimStart(';', ' '),
            TraceEventKind.Note => $"{happened.Detail}{Under(happened)}{Sends(happened)}",
            TraceEventKind.Gone => $"learns that {from} is gone{Sends(happened)}",
            TraceEventKind.Crash => "crashes",
            TraceEventKind.Restart => happened.Detail is null ? "comes back" : $"comes back, {happened.Detail}",
            TraceEventKind.Jump => $"its clock jumps ahead by {happened.Detail}",
            TraceEventKind.Pause => "pauses",
            TraceEventKind.Resume => "goes on",
            TraceEventKind.Partition =>
                $"the network falls apart: {string.Join(" | ", happened.Groups.Select(ProcessRanges.Text))}",
            _ => "the network is one again",
        };
    }

    /// <summary>A message: <c>request 7.1</c>, <c>token</c>.</summary>
    public static string Message(string name, Timestamp? request) => request is { } concerned ? $"{name} {concerned}" : name;

    /// <summary>
    /// A time or a length of time as exact as the trace has it, in the unit that fits: <c>1.204331 s</c>, <c>10.173 ms</c>,
    /// <c>227.5 µs</c>.
    /// </summary>
    public static string Time(TimeSpan time) => time.Ticks switch
    {
        0 => "0",
        >= TimeSpan.TicksPerSecond => Number(time, TimeSpan.TicksPerSecond, "s"),
        >= TimeSpan.TicksPerMillisecond => Number(time, TimeSpan.TicksPerMillisecond, "ms"),
        _ => Number(time, TimeSpan.TicksPerMicrosecond, "µs"),
    };

    /// <summary>
    /// A time or a length of time in a report, all in one unit with three digits, so that they can be compared and added:
    /// <c>1204.331 ms</c>.
    /// </summary>
    public static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F3} ms");

    /// <summary>
    /// The length of a time in a report: the difference of its ends as they are written there, so that parts that follow one
    /// another add up.
    /// </summary>
    public static string Milliseconds(TimeSpan from, TimeSpan to) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Round(to.TotalMilliseconds, 3) - Math.Round(from.TotalMilliseconds, 3):F3} ms");

    private static string Waits(TraceEvent happened) => happened.Reply == ReplyTime.Deferred ? "; the reply must wait" : "";

    private static string Why(TraceEvent happened) => happened.Reason is { } reason ? $" ({reason})" : "";

    private static string For(TraceEvent happened) => happened.Detail is { } detail ? $" ({detail})" : "";

    private static string Under(TraceEvent happened) =>
        happened.Request is { } request && happened.Detail?.Contains($"{request}", StringComparison.Ordinal) != true
            ? $", {request}"
            : "";

    private static string Number(TimeSpan time, long unit, string name) =>
        $"{((decimal)time.Ticks / unit).ToString("0.#######", CultureInfo.InvariantCulture)} {name}";

    private static string Sends(TraceEvent happened)
    {
        if (happened.Sends.Count == 0)
            return "";
        var kinds = happened.Sends.GroupBy(send => send.Request == happened.Request || send.Request?.Process == send.To
            ? send.Message
            : Message(send.Message, send.Request));
        var parts = kinds.Select(kind => $"{kind.Key} to {ProcessRanges.Text(kind.Select(send => send.To).Distinct())}");
        return $"; sends {string.Join(", ", parts)}";
    }
}
