using Coterie.Mutex;

namespace Coterie.Tracing;

/// <summary>
/// Finds for every receipt and loss in a trace the message that it ends: the one that the receipt says (<see cref="TraceEvent.SentBy"/>); where it says none, of those with
/// the same name, ends and request the one that was sent first. Keeps what is on its way and forgets what has arrived.
/// </summary>
internal sealed class MessagePairs
{
    private readonly Dictionary<(ProcessId From, ProcessId To, string Name, Timestamp? Request), List<TraceMessage>> _onTheWay = [];

    /// <summary>The messages that <paramref name="happened"/> sends; for a duplicate, the copy, or none where what it copies is not on its way.</summary>
    public IReadOnlyList<TraceMessage> Depart(TraceEvent happened)
    {
        if (happened is { Kind: TraceEventKind.Duplicate, Process: { } from, To: { } to, Message: { } name })
            return Copy((from, to, name, happened.Request));
        if (happened.Sends.Count == 0)
            return [];
        var messages = new TraceMessage[happened.Sends.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            var send = happened.Sends[i];
            messages[i] = new TraceMessage(send.Message, happened.Process!.Value, send.To, send.Request) { Sent = happened };
            Add(messages[i]);
        }
        return messages;
    }

    /// <summary>The message that <paramref name="happened"/>, a receipt or a loss, ends; null where none is on its way. It is no longer.</summary>
    public TraceMessage? Arrive(TraceEvent happened)
    {
        var key = (happened.From!.Value, happened.Process!.Value, happened.Message!, happened.Request);
        if (!_onTheWay.TryGetValue(key, out var same))
            return null;
        var index = happened.SentBy is { } number ? same.FindIndex(message => message.Sent!.Number == number) : 0;
        if (index < 0)
            return null;
        var found = same[index];
        same.RemoveAt(index);
        if (same.Count == 0)
            _onTheWay.Remove(key);
        found.Ended = happened;
        return found;
    }

    private TraceMessage[] Copy((ProcessId From, ProcessId To, string Name, Timestamp? Request) key)
    {
        if (!_onTheWay.TryGetValue(key, out var same))
            return [];
        var copy = same[^1] with { IsCopy = true };
        same.Add(copy);
        return [copy];
    }

    private void Add(TraceMessage message)
    {
        var key = (message.From, message.To, message.Name, message.Request);
        if (!_onTheWay.TryGetValue(key, out var same))
            _onTheWay.Add(key, same = new List<TraceMessage>(1));
        same.Add(message);
    }
}
