using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>
/// Makes an event from the fields of a line, and adds what the writer left out because it can be concluded. The lines must come
/// in their order.
/// </summary>
internal sealed class EventBuilder(int processes)
{
    private static readonly Dictionary<string, TraceEventKind> Kinds =
        Enum.GetValues<TraceEventKind>().Where(kind => kind != TraceEventKind.Receive).ToDictionary(Names.Of);

    private readonly Dictionary<string, string> _messages = [];
    private readonly TraceImplications _implications = new(processes);

    /// <summary>The event; null if the line is the last one, <c>end</c>.</summary>
    /// <exception cref="TraceFormatException">A field is missing, or the event is unknown.</exception>
    public TraceEvent? Build(EventFields fields, int line)
    {
        var word = fields.Word ?? throw Missing(line, "e");
        if (word == Names.End)
            return null;
        var kind = KindOf(word, line);
        var isOfNobody = kind is TraceEventKind.Partition or TraceEventKind.Heal;
        var bare = new TraceEvent(
            fields.At ?? throw Missing(line, "at"),
            kind,
            isOfNobody ? null : fields.Process ?? throw Missing(line, "p"),
            isOfNobody ? null : fields.VectorClock ?? throw Missing(line, "vc"))
        {
            Message = kind == TraceEventKind.Receive ? MessageOf(word) : fields.Message,
            From = fields.From,
            To = fields.To,
            SentBy = fields.SentBy,
            Reply = fields.Reply,
            Reason = fields.Reason,
            Detail = fields.Detail,
            Groups = fields.Groups ?? [],
            Line = line,
        };
        Require(bare, fields, line);
        var happened = bare with { Request = RequestOf(fields.Clock, fields.Owner, TraceImplications.OwnerOf(bare)) };
        _implications.Take(happened);
        return happened with { Sends = Sends(happened, fields) };
    }

    private static TraceEventKind KindOf(string word, int line)
    {
        if (Kinds.TryGetValue(word, out var kind))
            return kind;
        if (word.StartsWith(Names.Received, StringComparison.Ordinal) && word.Length > Names.Received.Length)
            return TraceEventKind.Receive;
        var rule = $"{string.Join(", ", Kinds.Keys)}, {Names.End}, or {Names.Received} and the name of a message";
        throw JsonFields.Broken(line, "e", rule, word);
    }

    private string MessageOf(string word)
    {
        if (!_messages.TryGetValue(word, out var message))
            _messages.Add(word, message = word[Names.Received.Length..]);
        return message;
    }

    private static void Require(TraceEvent happened, EventFields fields, int line)
    {
        var missing = happened.Kind switch
        {
            TraceEventKind.Request or TraceEventKind.Enter or TraceEventKind.Exit or TraceEventKind.Withdraw =>
                fields.Clock is null ? "ts" : null,
            TraceEventKind.Receive or TraceEventKind.Gone => fields.From is null ? "from" : null,
            TraceEventKind.Use or TraceEventKind.Note => fields.Detail is null ? "what" : null,
            TraceEventKind.Drop => fields.Message is null ? "m" : fields.From is null ? "from" : null,
            TraceEventKind.Duplicate => fields.Message is null ? "m" : fields.To is null ? "to" : null,
            TraceEventKind.Partition => fields.Groups is null ? "groups" : null,
            _ => null,
        };
        if (missing is not null)
            throw Missing(line, missing);
    }

    private static TraceFormatException Missing(int line, string field) => JsonFields.Broken(line, field, "given", "");

    private static Timestamp? RequestOf(long? clock, ProcessId? given, ProcessId? implied) =>
        clock is { } value && (given ?? implied) is { } owner ? new Timestamp(value, owner) : null;

    private IReadOnlyList<TraceSend> Sends(TraceEvent happened, EventFields fields)
    {
        if (happened.Process is not { } process)
            return [];
        var sends = new List<TraceSend>();
        if (fields.Asked is { } asked)
            sends.AddRange(asked.Select(to => new TraceSend(to, Names.Request, happened.Request)));
        if (TraceImplications.AnswerOf(happened) is { } answer)
            sends.Add(answer);
        foreach (var to in fields.Replied)
            sends.Add(new TraceSend(to, Names.Reply, _implications.RepliedTo(process, to)));
        foreach (var send in fields.Sends)
            sends.Add(new TraceSend(send.To, send.Message, RequestOf(send.Clock, send.Owner, process)));
        return happened.Kind == TraceEventKind.Request && fields.Asked is null
            ? new SendsToAll(processes, process, happened.Request, sends)
            : sends;
    }
}
