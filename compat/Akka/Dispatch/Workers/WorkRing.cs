namespace Akka.Dispatch.Workers;

/// <summary>
/// A worker's own queue: only the owner adds, anybody takes from the front. After the run queues of Go's scheduler.
/// </summary>
internal sealed class WorkRing
{
    private const uint Size = 256;

    private readonly WorkItem?[] _items = new WorkItem?[Size];
    private uint _head; // takers advance it by CAS
    private uint _tail; // owner's

    public int Count => (int)(Volatile.Read(ref _tail) - Volatile.Read(ref _head));

    /// <summary>The owner only. False when full.</summary>
    public bool TryAdd(WorkItem item)
    {
        var tail = _tail;
        if (tail - Volatile.Read(ref _head) >= Size) return false;
        Volatile.Write(ref _items[tail % Size], item);
        Volatile.Write(ref _tail, tail + 1);
        return true;
    }

    /// <summary>Any thread.</summary>
    public WorkItem? TryTake()
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (head == Volatile.Read(ref _tail)) return null;
            // The owner overwrites this slot only after the head has moved on, and then the CAS fails.
            var item = Volatile.Read(ref _items[head % Size]);
            if (Interlocked.CompareExchange(ref _head, head + 1, head) == head) return item;
        }
    }
}
