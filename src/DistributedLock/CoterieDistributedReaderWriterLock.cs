using Coterie.Actors.Locks;
using Medallion.Threading;

namespace Coterie.DistributedLock;

/// <summary>
/// A lock of a group that several readers hold at the same time, or one writer alone. While a writer waits, no reader gets in;
/// readers that are inside stay there until they leave. It is not re-entrant, and a reader does not become a writer. Safe for all
/// threads.
/// </summary>
/// <remarks>
/// A <see cref="CoterieDistributedLock"/> of the same name is the same lock: whoever holds it is a writer of this one.
/// </remarks>
public sealed class CoterieDistributedReaderWriterLock : IDistributedReaderWriterLock
{
    private readonly ICoterie _coterie;
    private readonly string _name;

    /// <summary>A lock. Nothing is sent until it is acquired.</summary>
    /// <inheritdoc cref="CoterieDistributedLock(string, ICoterie)"/>
    public CoterieDistributedReaderWriterLock(string name, ICoterie coterie)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(coterie);
        (Name, _name, _coterie) = (name, LockNames.OfLock(name), coterie);
    }

    /// <summary>The name that was given.</summary>
    public string Name { get; }

    /// <summary>Waits to read, and blocks the thread.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.TryAcquireAsync"/>
    public CoterieDistributedReaderWriterLockHandle? TryAcquireReadLock(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => TryAcquireReadLockAsync(timeout, cancellationToken));

    /// <summary>Waits to read, and blocks the thread.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.AcquireAsync"/>
    public CoterieDistributedReaderWriterLockHandle AcquireReadLock(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => AcquireReadLockAsync(timeout, cancellationToken));

    /// <summary>Waits to read.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.TryAcquireAsync"/>
    public ValueTask<CoterieDistributedReaderWriterLockHandle?> TryAcquireReadLockAsync(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _coterie.TryAcquireSharedAsync(_name, timeout, cancellationToken).Then(CoterieDistributedReaderWriterLockHandle.OrNull);

    /// <summary>Waits to read.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.AcquireAsync"/>
    public ValueTask<CoterieDistributedReaderWriterLockHandle> AcquireReadLockAsync(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _coterie.AcquireSharedAsync(_name, timeout ?? Timeout.InfiniteTimeSpan, cancellationToken)
            .Then(CoterieDistributedReaderWriterLockHandle.Of);

    /// <summary>Waits to write, and blocks the thread.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.TryAcquireAsync"/>
    public CoterieDistributedReaderWriterLockHandle? TryAcquireWriteLock(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => TryAcquireWriteLockAsync(timeout, cancellationToken));

    /// <summary>Waits to write, and blocks the thread.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.AcquireAsync"/>
    public CoterieDistributedReaderWriterLockHandle AcquireWriteLock(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => AcquireWriteLockAsync(timeout, cancellationToken));

    /// <summary>Waits to write.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.TryAcquireAsync"/>
    public ValueTask<CoterieDistributedReaderWriterLockHandle?> TryAcquireWriteLockAsync(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _coterie.TryAcquireAsync(_name, timeout, cancellationToken).Then(CoterieDistributedReaderWriterLockHandle.OrNull);

    /// <summary>Waits to write.</summary>
    /// <inheritdoc cref="CoterieDistributedLock.AcquireAsync"/>
    public ValueTask<CoterieDistributedReaderWriterLockHandle> AcquireWriteLockAsync(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _coterie.AcquireAsync(_name, timeout ?? Timeout.InfiniteTimeSpan, cancellationToken)
            .Then(CoterieDistributedReaderWriterLockHandle.Of);

    IDistributedSynchronizationHandle? IDistributedReaderWriterLock.TryAcquireReadLock(
        TimeSpan timeout, CancellationToken cancellationToken) => TryAcquireReadLock(timeout, cancellationToken);

    IDistributedSynchronizationHandle IDistributedReaderWriterLock.AcquireReadLock(
        TimeSpan? timeout, CancellationToken cancellationToken) => AcquireReadLock(timeout, cancellationToken);

    ValueTask<IDistributedSynchronizationHandle?> IDistributedReaderWriterLock.TryAcquireReadLockAsync(
        TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquireReadLockAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle?)handle);

    ValueTask<IDistributedSynchronizationHandle> IDistributedReaderWriterLock.AcquireReadLockAsync(
        TimeSpan? timeout, CancellationToken cancellationToken) =>
        AcquireReadLockAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle)handle);

    IDistributedSynchronizationHandle? IDistributedReaderWriterLock.TryAcquireWriteLock(
        TimeSpan timeout, CancellationToken cancellationToken) => TryAcquireWriteLock(timeout, cancellationToken);

    IDistributedSynchronizationHandle IDistributedReaderWriterLock.AcquireWriteLock(
        TimeSpan? timeout, CancellationToken cancellationToken) => AcquireWriteLock(timeout, cancellationToken);

    ValueTask<IDistributedSynchronizationHandle?> IDistributedReaderWriterLock.TryAcquireWriteLockAsync(
        TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquireWriteLockAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle?)handle);

    ValueTask<IDistributedSynchronizationHandle> IDistributedReaderWriterLock.AcquireWriteLockAsync(
        TimeSpan? timeout, CancellationToken cancellationToken) =>
        AcquireWriteLockAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle)handle);
}
