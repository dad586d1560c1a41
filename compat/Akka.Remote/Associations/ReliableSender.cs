using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

/// <summary>
/// Numbers what must not be lost, and keeps it until the peer has acknowledged it. The numbers begin at 0 with each incarnation of the peer.
/// </summary>
internal sealed class ReliableSender(int capacity)
{
    private readonly SortedDictionary<ulong, Outgoing> _unacknowledged = [];
    private ulong _next;

    public int Count => _unacknowledged.Count;

    /// <summary>Whether the present incarnation of the peer has been sent any.</summary>
    public bool IsUsed => _next > 0;

    public bool IsFull => _unacknowledged.Count >= capacity;

    /// <summary>Keeps a message; the result is its number.</summary>
    public ulong Add(in Outgoing message)
    {
        _unacknowledged.Add(_next, message);
        return _next++;
    }

    /// <summary>Forgets what has arrived. The result is what the peer misses: to be sent again at once.</summary>
    /// <exception cref="WireFormatException">It acknowledges what was never sent.</exception>
    public List<(ulong Seq, Outgoing Message)> Acknowledge(ulong cumulative, ReadOnlySpan<ulong> nacks)
    {
        if (cumulative >= _next) WireFormatException.Throw($"Acknowledgement must be of a message that was sent, was [{cumulative}] of [{_next}].");
        var missing = new HashSet<ulong>();
        foreach (var nack in nacks) missing.Add(nack);
        foreach (var seq in _unacknowledged.Keys.TakeWhile(seq => seq <= cumulative).Where(seq => !missing.Contains(seq)).ToArray())
            _unacknowledged.Remove(seq);
        return missing.Count == 0 ? [] : [.. _unacknowledged.Where(each => missing.Contains(each.Key)).Select(each => (each.Key, each.Value))];
    }

    /// <summary>The oldest that are not acknowledged, in order.</summary>
    public List<(ulong Seq, Outgoing Message)> Oldest(int most) => [.. _unacknowledged.Take(most).Select(each => (each.Key, each.Value))];

    /// <summary>Begins anew; the result is what was not acknowledged.</summary>
    public List<Outgoing> Reset()
    {
        List<Outgoing> left = [.. _unacknowledged.Values];
        _unacknowledged.Clear();
        _next = 0;
        return left;
    }
}
