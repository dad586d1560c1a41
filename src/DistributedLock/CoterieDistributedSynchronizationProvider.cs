using Coterie.Actors.Locks;
using Medallion.Threading;

namespace Coterie.DistributedLock;

/// <summary>
/// Locks, reader-writer locks and semaphores of a group, for programs that know the interfaces of DistributedLock.Core. With
/// dependency injection, and an <see cref="ICoterie"/> in it, this is one line:
/// <code>services.AddSingleton&lt;IDistributedLockProvider, CoterieDistributedSynchronizationProvider&gt;();</code>
/// There is no extension method for it: it would not be shorter, and the package would need another one. Safe for all threads.
/// </summary>
/// <param name="coterie">The group. It is not disposed here.</param>
/// <param name="clock">
/// By which the waiting for a semaphore ends: that of the group. Default <see cref="TimeProvider.System"/>.
/// </param>
public sealed class CoterieDistributedSynchronizationProvider(ICoterie coterie, TimeProvider? clock = null)
    : IDistributedLockProvider, IDistributedReaderWriterLockProvider, IDistributedSemaphoreProvider
{
    private readonly ICoterie _coterie = coterie ?? throw new ArgumentNullException(nameof(coterie));

    /// <summary>A lock.</summary>
    /// <inheritdoc cref="CoterieDistributedLock(string, ICoterie)"/>
    public CoterieDistributedLock CreateLock(string name) => new(name, _coterie);

    /// <summary>A reader-writer lock.</summary>
    /// <inheritdoc cref="CoterieDistributedReaderWriterLock(string, ICoterie)"/>
    public CoterieDistributedReaderWriterLock CreateReaderWriterLock(string name) => new(name, _coterie);

    /// <summary>A semaphore.</summary>
    /// <inheritdoc cref="CoterieDistributedSemaphore(string, int, ICoterie, TimeProvider)"/>
    public CoterieDistributedSemaphore CreateSemaphore(string name, int maxCount) => new(name, maxCount, _coterie, clock);

    IDistributedLock IDistributedLockProvider.CreateLock(string name) => CreateLock(name);

    IDistributedReaderWriterLock IDistributedReaderWriterLockProvider.CreateReaderWriterLock(string name) =>
        CreateReaderWriterLock(name);

    IDistributedSemaphore IDistributedSemaphoreProvider.CreateSemaphore(string name, int maxCount) =>
        CreateSemaphore(name, maxCount);
}
