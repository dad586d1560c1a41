namespace Coterie.Lab.Virtual;

/// <summary>
/// Events in the order of their times; events of the same time are in the order of their numbers. A heap with four children per
/// node. It moves small entries, not the events themselves. It allocates only when it grows.
/// </summary>
internal sealed class EventHeap<T>
{
    private const int Children = 4;
    private Entry[] _heap = new Entry[16];
    private T[] _slots = new T[16];
    private int[] _free = new int[16];
    private int _freeCount;
    private int _used;

    public int Count { get; private set; }

    /// <summary>The time of the first event, in ticks; only if there is one.</summary>
    public long NextAt => _heap[0].At;

    /// <summary>The number of the first event; only if there is one.</summary>
    public long NextNumber => _heap[0].Number;

    /// <summary>Adds an event; numbers must differ.</summary>
    public void Add(long at, long number, in T item)
    {
        if (Count == _heap.Length)
            Grow();
        var slot = _freeCount > 0 ? _free[--_freeCount] : _used++;
        _slots[slot] = item;
        var entry = new Entry(at, number, slot);
        var index = Count++;
        while (index > 0)
        {
            var parent = (index - 1) / Children;
            if (_heap[parent].IsBefore(entry))
                break;
            _heap[index] = _heap[parent];
            index = parent;
        }
        _heap[index] = entry;
    }

    /// <summary>Takes the first event out; only if there is one.</summary>
    public T Take()
    {
        var slot = _heap[0].Slot;
        var item = _slots[slot];
        _slots[slot] = default!;
        _free[_freeCount++] = slot;
        Count--;
        if (Count > 0)
            SinkFromTop(_heap[Count]);
        return item;
    }

    private void SinkFromTop(in Entry last)
    {
        var index = 0;
        while (true)
        {
            var first = (index * Children) + 1;
            if (first >= Count)
                break;
            var least = first;
            var end = Math.Min(first + Children, Count);
            for (var child = first + 1; child < end; child++)
            {
                if (_heap[child].IsBefore(_heap[least]))
                    least = child;
            }
            if (last.IsBefore(_heap[least]))
                break;
            _heap[index] = _heap[least];
            index = least;
        }
        _heap[index] = last;
    }

    private void Grow()
    {
        Array.Resize(ref _heap, Count * 2);
        Array.Resize(ref _slots, Count * 2);
        Array.Resize(ref _free, Count * 2);
    }

    private readonly record struct Entry(long At, long Number, int Slot)
    {
        public bool IsBefore(in Entry other) => At != other.At ? At < other.At : Number < other.Number;
    }
}

/// <summary>
/// The time of a virtual run, and the numbers that put events of the same time in order: what was planned first comes first.
/// </summary>
internal sealed class EventClock
{
    private long _numbers;

    /// <summary>Ticks since the start.</summary>
    public long Now { get; set; }

    /// <summary>The number of a new event.</summary>
    public long NextNumber() => _numbers++;
}
