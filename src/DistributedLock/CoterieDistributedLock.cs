using Coterie.Actors.Locks;
using Medallion.Threading;

namespace Coterie.DistributedLock;

/// <summary>
/// A lock of a group as DistributedLock.Core knows it. It is not re-entrant: whoever holds it and asks for it again waits for
/// itself. Safe for all threads.
/// </summary>
/// <remarks>
/// A <see cref="CoterieDistributedReaderWriterLock"/> of the same name is the same lock: nobody reads or writes under it while
/// this one is held. A program can thus go over from one to the other while its older versions still run.
/// </remarks>
public sealed class CoterieDistributedLock : IDistributedLock
{
    private readonly ICoterie _coterie;
    private readonly string _name;

    /// <summary>A lock. Nothing is sent until it is acquired.</summary>
    /// <param name="name">
    /// Any text; capital and small letters differ. One of 1 to 512 characters is called the same in the group; one that is empty,
    /// is longer, or has half of a surrogate pair, is called by its beginning and a hash of all of it.
    /// </param>
    /// <param name="coterie">The group.</param>
    public CoterieDistributedLock(string name, ICoterie coterie)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(coterie);
        (Name, _name, _coterie) = (name, LockNames.OfLock(name), coterie);
    }

    /// <summary>The name that was given.</summary>
    public string Name { get; }

    /// <summary>Waits for the lock, and blocks the thread.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public CoterieDistributedLockHandle? TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => TryAcquireAsync(timeout, cancellationToken));

    /// <summary>Waits for the lock, and blocks the thread.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    public CoterieDistributedLockHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => AcquireAsync(timeout, cancellationToken));

    /// <summary>Waits for the lock.</summary>
    /// <param name="timeout">
    /// How long to wait: zero to try once, <see cref="Timeout.InfiniteTimeSpan"/> for ever; at most 24 days.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The lock; null if the time is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or too long.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node of the group has ended, or ends meanwhile.</exception>
    public ValueTask<CoterieDistributedLockHandle?> TryAcquireAsync(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _coterie.TryAcquireAsync(_name, timeout, cancellationToken).Then(CoterieDistributedLockHandle.OrNull);

    /// <summary>Waits for the lock.</summary>
    /// <param name="timeout">How long to wait; null, the default, for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">
    /// The time is over. The message says who holds the lock, and which members answer.
    /// </exception>
    /// <returns>The lock.</returns>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public ValueTask<CoterieDistributedLockHandle> AcquireAsync(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _coterie.AcquireAsync(_name, timeout ?? Timeout.InfiniteTimeSpan, cancellationToken)
            .Then(CoterieDistributedLockHandle.Of);

    IDistributedSynchronizationHandle? IDistributedLock.TryAcquire(TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquire(timeout, cancellationToken);

    IDistributedSynchronizationHandle IDistributedLock.Acquire(TimeSpan? timeout, CancellationToken cancellationToken) =>
        Acquire(timeout, cancellationToken);

    ValueTask<IDistributedSynchronizationHandle?> IDistributedLock.TryAcquireAsync(
        TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquireAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle?)handle);

    ValueTask<IDistributedSynchronizationHandle> IDistributedLock.AcquireAsync(
        TimeSpan? timeout, CancellationToken cancellationToken) =>
        AcquireAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle)handle);
}
