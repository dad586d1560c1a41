namespace Coterie.Lab.Virtual;

/// <summary>
/// Messages that arrive in the order in which they were added: all messages of a network in which each takes the same time.
/// </summary>
internal sealed class DeliveryRing
{
    private Entry[] _entries = new Entry[64];
    private int _head;

    public int Count { get; private set; }

    /// <summary>The time of the first one, in ticks; only if there is one.</summary>
    public long NextAt => _entries[_head].At;

    /// <summary>The number of the first one; only if there is one.</summary>
    public long NextNumber => _entries[_head].Number;

    /// <summary>Adds a message. It must not arrive before those that were added earlier.</summary>
    public void Add(long at, long number, in Delivery delivery)
    {
        if (Count == _entries.Length)
            Grow();
        _entries[(_head + Count++) & (_entries.Length - 1)] = new Entry(at, number, delivery);
    }

    /// <summary>Takes the first one out; only if there is one.</summary>
    public Delivery Take()
    {
        var delivery = _entries[_head].Delivery;
        _entries[_head] = default;
        _head = (_head + 1) & (_entries.Length - 1);
        Count--;
        return delivery;
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        _entries.AsSpan(_head).CopyTo(larger);
        _entries.AsSpan(0, _head).CopyTo(larger.AsSpan(_entries.Length - _head));
        (_entries, _head) = (larger, 0);
    }

    private readonly record struct Entry(long At, long Number, Delivery Delivery);
}
