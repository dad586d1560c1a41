using Coterie.Actors.Locks;
using Medallion.Threading;

namespace Coterie.DistributedLock;

/// <summary>
/// A lock, or a slot of a semaphore, that is held. Dispose it to give it back. A handle that is dropped without that is found by
/// the garbage collector, which then gives the lock back and logs a warning. Safe for all threads.
/// </summary>
public abstract class CoterieDistributedSynchronizationHandle : IDistributedSynchronizationHandle
{
    private readonly LockHandle _held;

    private protected CoterieDistributedSynchronizationHandle(LockHandle held) => _held = held;

    /// <summary>
    /// The fencing token. Send it with whatever is written under the lock, to a store that refuses a smaller one than it has
    /// seen. It is larger than that of every earlier holder of the lock; only readers may have the same one as other readers. For
    /// a semaphore, see <see cref="CoterieDistributedSemaphoreHandle.Slot"/>. It can be read after the end, too.
    /// </summary>
    public long FencingToken => _held.Token;

    /// <summary>
    /// Cancelled if the lock is lost while it is held: as soon as it is not certain any more that nobody else gets it. Not
    /// cancelled when the lock is given back.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lock was given back.</exception>
    public CancellationToken HandleLostToken => _held.Lost;

    /// <summary>Gives the lock back. A second time, or after its loss, nothing happens.</summary>
    public void Dispose()
    {
        _held.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same. It does not wait for the members: the release is on its way when it returns.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _held.DisposeAsync();
    }
}

/// <summary>A held <see cref="CoterieDistributedLock"/>.</summary>
public sealed class CoterieDistributedLockHandle : CoterieDistributedSynchronizationHandle
{
    private CoterieDistributedLockHandle(LockHandle held)
        : base(held)
    {
    }

    internal static CoterieDistributedLockHandle Of(LockHandle held) => new(held);

    internal static CoterieDistributedLockHandle? OrNull(LockHandle? held) => held is null ? null : new(held);
}

/// <summary>A <see cref="CoterieDistributedReaderWriterLock"/> that is held for reading or for writing.</summary>
public sealed class CoterieDistributedReaderWriterLockHandle : CoterieDistributedSynchronizationHandle
{
    private CoterieDistributedReaderWriterLockHandle(LockHandle held)
        : base(held)
    {
    }

    internal static CoterieDistributedReaderWriterLockHandle Of(LockHandle held) => new(held);

    internal static CoterieDistributedReaderWriterLockHandle? OrNull(LockHandle? held) => held is null ? null : new(held);
}

/// <summary>A held slot of a <see cref="CoterieDistributedSemaphore"/>.</summary>
public sealed class CoterieDistributedSemaphoreHandle : CoterieDistributedSynchronizationHandle
{
    internal CoterieDistributedSemaphoreHandle(LockHandle held, int slot)
        : base(held) => Slot = slot;

    /// <summary>
    /// Which slot, from 0 to one less than the largest count. No other holder has the same one at the same time, so it can stand
    /// for one of as many connections, ports or folders. <see cref="CoterieDistributedSynchronizationHandle.FencingToken"/> rises
    /// from holder to holder of one slot; tokens of different slots say nothing about each other.
    /// </summary>
    public int Slot { get; }
}
