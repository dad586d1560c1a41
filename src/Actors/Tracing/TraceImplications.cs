using Coterie.Mutex;

namespace Coterie.Tracing;

/// <summary>
/// What a trace file leaves unsaid because the event implies it: whose request is meant, and the messages <c>request</c> and <c>reply</c>, which most
/// events are about. The writer leaves it out by these rules, the reader puts it back.
/// </summary>
internal static class TraceImplications
{
    /// <summary>
    /// Whose request is meant where the event does not say: that of the sender of a <c>request</c>; otherwise that of the event's own process. Of a lost or doubled message, as if
    /// it were received.
    /// </summary>
    public static ProcessId? OwnerOf(TraceEvent happened) => (happened.Kind, happened.Message) switch
    {
        (TraceEventKind.Receive or TraceEventKind.Drop, "request") => happened.From,
        (TraceEventKind.Duplicate, not "request") => happened.To,
        _ => happened.Process,
    };

    /// <summary>
    /// Divides what the event sent. Implied and in none of the parts (of the first, null): at <see cref="TraceEventKind.Request"/>, the request to everybody else;
    /// at a receipt with <see cref="ReplyTime.Now"/>, the reply to its sender.
    /// </summary>
    public static (IReadOnlyList<ProcessId>? Asked, IReadOnlyList<ProcessId> Replied, IReadOnlyList<TraceSend> Others) Split(TraceEvent happened, int processes)
    {
        List<ProcessId> asked = [], replied = [];
        List<TraceSend> others = [];
        foreach (var send in happened.Sends)
        {
            if (send.Message == "request" && send.Request is not null && send.Request == happened.Request && send.Request.Value.Process == happened.Process)
                asked.Add(send.To);
            else if (send.Message == "reply" && send.Request?.Process == send.To)
                replied.Add(send.To);
            else
                others.Add(send);
        }
        if (happened.Reply == ReplyTime.Now && replied.Count == 1 && replied[0] == happened.From)
            replied.Clear();
        var saysWhomItAsks = happened.Kind == TraceEventKind.Request ? asked.Count != processes - 1 : asked.Count > 0;
        return (saysWhomItAsks ? asked : null, replied, others);
    }
}
