using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// What a trace file leaves unsaid because the event, or what came before, implies it: whose request is meant, and the messages
/// <c>request</c> and <c>reply</c>, which most events are about. The writer leaves it out by these rules, the reader puts it
/// back; both have seen the same events before.
/// </summary>
internal sealed class TraceImplications(int processes)
{
    private readonly Dictionary<(ProcessId Receiver, ProcessId Owner), Timestamp> _received = [];

    /// <summary>
    /// Whose request is meant where the event does not say: that of the sender of a <c>request</c>; otherwise that of the event's
    /// own process. Of a lost or doubled message, as if it were received.
    /// </summary>
    public static ProcessId? OwnerOf(TraceEvent happened) => (happened.Kind, happened.Message) switch
    {
        (TraceEventKind.Receive or TraceEventKind.Drop, Names.Request) => happened.From,
        (TraceEventKind.Duplicate, not Names.Request) => happened.To,
        _ => happened.Process,
    };

    /// <summary>Takes note of the next event, before what it sent is asked about.</summary>
    public void Take(TraceEvent happened)
    {
        if (happened is not { Kind: TraceEventKind.Receive, Process: { } receiver, From: { } from, Request: { } request }
            || request.Process != from)
        {
            return;
        }
        if (!_received.TryGetValue((receiver, from), out var latest) || latest < request)
            _received[(receiver, from)] = request;
    }

    /// <summary>The reply that a receipt with <see cref="ReplyTime.Now"/> sent; null for another event.</summary>
    public static TraceSend? AnswerOf(TraceEvent happened) =>
        happened is { Reply: ReplyTime.Now, From: { } from } ? new TraceSend(from, Names.Reply, happened.Request) : null;

    /// <summary>
    /// To which request a reply is that does not say so: the latest one that came from its receiver. Null where none did.
    /// </summary>
    public Timestamp? RepliedTo(ProcessId sender, ProcessId to) =>
        _received.TryGetValue((sender, to), out var request) ? request : null;

    /// <summary>
    /// Divides what the event sent. Implied and in none of the parts (of the first, null): at
    /// <see cref="TraceEventKind.Request"/>, the request to everybody else; at a receipt with <see cref="ReplyTime.Now"/>, the
    /// reply to its sender. Those of the second are <see cref="RepliedTo"/>.
    /// </summary>
    public (IReadOnlyList<ProcessId>? Asked, IReadOnlyList<ProcessId> Replied, IReadOnlyList<TraceSend> Others) Split(
        TraceEvent happened)
    {
        List<ProcessId> asked = [], replied = [];
        List<TraceSend> others = [];
        var answer = AnswerOf(happened);
        foreach (var send in happened.Sends)
        {
            if (send == answer)
                answer = null;
            else if (send.Message == Names.Request && IsOwn(send.Request, happened))
                asked.Add(send.To);
            else if (send.Message == Names.Reply && send.Request is { } request
                && request == RepliedTo(happened.Process!.Value, send.To))
                replied.Add(send.To);
            else
                others.Add(send);
        }
        var saysWhomItAsks = happened.Kind == TraceEventKind.Request ? asked.Count != processes - 1 : asked.Count > 0;
        return (saysWhomItAsks ? asked : null, replied, others);
    }

    private static bool IsOwn(Timestamp? request, TraceEvent happened) =>
        request is { } own && own == happened.Request && own.Process == happened.Process;
}
