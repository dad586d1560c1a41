using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

/// <summary>Puts what came in order, each number once, from 0 on; says what to acknowledge and what is missing.</summary>
internal sealed class ReliableReceiver<T>(int capacity)
{
    private readonly SortedDictionary<ulong, T> _early = [];
    private ulong _next;

    /// <summary>Whether any has come.</summary>
    public bool IsUsed => _next > 0 || _early.Count > 0;

    /// <summary>Takes one message. The result is what is due now, in order: nothing of what came twice or too early.</summary>
    public List<T> Receive(ulong seq, T message)
    {
        if (seq < _next) return [];
        if (seq > _next)
        {
            // What has no room comes again.
            if (_early.Count < capacity) _early.TryAdd(seq, message);
            return [];
        }
        List<T> due = [message];
        for (_next++; _early.Remove(_next, out var following); _next++) due.Add(following);
        return due;
    }

    /// <summary>All up to the highest number that came, without those that are missing below; null before the first.</summary>
    public Ack? Acknowledgement
    {
        get
        {
            if (_early.Count == 0) return _next == 0 ? null : new Ack(_next - 1);
            var highest = _early.Keys.Last();
            var missing = new List<ulong>();
            for (var seq = _next; seq < highest && missing.Count < capacity; seq++)
            {
                if (!_early.ContainsKey(seq)) missing.Add(seq);
            }
            return missing.Count < capacity ? new Ack(highest, [.. missing]) : _next == 0 ? null : new Ack(_next - 1);
        }
    }
}
