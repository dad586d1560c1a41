using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// Finds the message that a receipt or a loss in a trace ends. It is the message that the receipt names
/// (<see cref="TraceEvent.SentBy"/>). If the receipt names none, it is the first one sent of those with the same name, sender,
/// receiver and request. Keeps the messages on their way and forgets those that have arrived.
/// </summary>
/// <param name="processes">N.</param>
internal sealed class MessagePairs(int processes)
{
    private readonly Dictionary<(ProcessId From, ProcessId To, string Name, Timestamp? Request), List<TraceMessage>> _onTheWay =
        [];
    private readonly Dictionary<(ProcessId From, Timestamp? Request), List<Asking>> _askings = [];

    /// <summary>
    /// Adds the messages that <paramref name="happened"/> sends; false for a duplicate whose original is not on its way. Messages
    /// to all other processes take no memory until one of them is needed.
    /// </summary>
    public bool Depart(TraceEvent happened)
    {
        if (happened.Kind == TraceEventKind.Duplicate)
            return DepartAll(happened).Count > 0;
        if (happened.Sends is not SendsToAll toAll)
        {
            _ = DepartAll(happened);
            return true;
        }
        var key = (happened.Process!.Value, toAll.Request);
        if (!_askings.TryGetValue(key, out var same))
            _askings.Add(key, same = new List<Asking>(1));
        same.Add(new Asking(happened, processes));
        foreach (var send in SendsToAll.Listed(happened))
            Add(happened, send);
        return true;
    }

    /// <summary>
    /// The messages that <paramref name="happened"/> sends; for a duplicate, the copy, or none if the original is not on its way.
    /// </summary>
    public IReadOnlyList<TraceMessage> DepartAll(TraceEvent happened)
    {
        if (happened is { Kind: TraceEventKind.Duplicate, Process: { } from, To: { } to, Message: { } name })
            return Copy((from, to, name, happened.Request));
        if (happened.Sends.Count == 0)
            return [];
        var messages = new TraceMessage[happened.Sends.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = Add(happened, happened.Sends[i]);
        return messages;
    }

    /// <summary>
    /// Removes the message that <paramref name="happened"/>, a receipt or a loss, ends; null if there is none on its way.
    /// </summary>
    public TraceMessage? Arrive(TraceEvent happened)
    {
        var key = (happened.From!.Value, happened.Process!.Value, happened.Message!, happened.Request);
        if (Find(key) is not { } same)
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
        if (Find(key) is not { } same)
            return [];
        var copy = same[^1] with { IsCopy = true };
        same.Add(copy);
        return [copy];
    }

    private TraceMessage Add(TraceEvent happened, TraceSend send)
    {
        var message = new TraceMessage(send.Message, happened.Process!.Value, send.To, send.Request) { Sent = happened };
        var key = (message.From, message.To, message.Name, message.Request);
        if (Find(key) is not { } same)
            _onTheWay.Add(key, same = new List<TraceMessage>(1));
        same.Add(message);
        return message;
    }

    // Messages to all come first into the list: what is added to it now was sent later.
    private List<TraceMessage>? Find((ProcessId From, ProcessId To, string Name, Timestamp? Request) key)
    {
        var same = _onTheWay.GetValueOrDefault(key);
        if (key.Name != Names.Request || key.From == key.To || !_askings.TryGetValue((key.From, key.Request), out var askings))
            return same;
        foreach (var asking in askings)
        {
            if (!asking.Taken.Add(key.To))
                continue;
            if (same is null)
                _onTheWay.Add(key, same = new List<TraceMessage>(1));
            same.Add(new TraceMessage(Names.Request, key.From, key.To, key.Request) { Sent = asking.Sent });
        }
        if (askings.TrueForAll(asking => asking.Taken.Count == processes - 1))
            _askings.Remove((key.From, key.Request));
        return same;
    }

    private sealed class Asking(TraceEvent sent, int processes)
    {
        private ProcessSet? _taken;

        public TraceEvent Sent => sent;

        /// <summary>The receivers whose message is in the list of its own.</summary>
        public ProcessSet Taken => _taken ??= new ProcessSet(processes);
    }
}
