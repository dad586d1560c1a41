using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// What a trace file leaves out because the event, or the events before it, imply it: whose request is meant, and the messages
/// <c>request</c> and <c>reply</c>. The writer leaves them out by these rules, and the reader puts them back; both have seen the
/// same events before.
/// </summary>
internal sealed class TraceImplications(int processes)
{
    private readonly Dictionary<(ProcessId Receiver, ProcessId Owner), Timestamp> _received = [];

    /// <summary>
    /// The process whose request is meant if the event does not say it: the sender of a <c>request</c>, otherwise the event's own
    /// process. For a lost or doubled message, the same as if it were received.
    /// </summary>
    public static ProcessId? OwnerOf(TraceEvent happened) => (happened.Kind, happened.Message) switch
    {
        (TraceEventKind.Receive or TraceEventKind.Drop, Names.Request) => happened.From,
        (TraceEventKind.Duplicate, not Names.Request) => happened.To,
        _ => happened.Process,
    };

    /// <summary>Takes the next event. To be called before the questions about what it sent.</summary>
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
    /// The request that a reply answers if it names none: the latest request from the receiver of the reply. Null if there is
    /// none.
    /// </summary>
    public Timestamp? RepliedTo(ProcessId sender, ProcessId to) =>
        _received.TryGetValue((sender, to), out var request) ? request : null;

    /// <summary>
    /// Divides what the event sent: receivers of its own request, receivers of replies to <see cref="RepliedTo"/>, and all other
    /// messages. Implied messages are in none of them: at <see cref="TraceEventKind.Request"/>, the request to all other
    /// processes (then the first part is null); at a receipt with <see cref="ReplyTime.Now"/>, the reply to its sender.
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
