using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Memory;

/// <summary>
/// Under which lock each read or write was asked for, of the latest ones: copies of older ones are not on their way any more.
/// </summary>
internal sealed class RecentUses
{
    private const int Most = 100_000;
    private readonly Dictionary<Timestamp, Timestamp> _locks = [];
    private readonly Queue<Timestamp> _order = new();

    /// <summary>A read or a write is asked for under a lock.</summary>
    public void Add(Timestamp request, Timestamp held)
    {
        if (!_locks.TryAdd(request, held))
            return;
        _order.Enqueue(request);
        if (_order.Count > Most)
            _locks.Remove(_order.Dequeue());
    }

    /// <summary>The lock; null if it was asked for under none.</summary>
    public Timestamp? LockOf(Timestamp request) => _locks.TryGetValue(request, out var held) ? held : null;
}
