using Medallion.Threading;

namespace Coterie.DistributedLock.Tests;

/// <summary>Something that is acquired, by the interfaces of DistributedLock.Core only.</summary>
/// <param name="Name">Of the lock.</param>
/// <param name="TryAcquire">The call of this name.</param>
/// <param name="Acquire">The call of this name.</param>
/// <param name="TryAcquireAsync">The call of this name.</param>
/// <param name="AcquireAsync">The call of this name.</param>
public sealed record Subject(
    string Name,
    Func<TimeSpan, CancellationToken, IDistributedSynchronizationHandle?> TryAcquire,
    Func<TimeSpan?, CancellationToken, IDistributedSynchronizationHandle> Acquire,
    Func<TimeSpan, CancellationToken, ValueTask<IDistributedSynchronizationHandle?>> TryAcquireAsync,
    Func<TimeSpan?, CancellationToken, ValueTask<IDistributedSynchronizationHandle>> AcquireAsync);

/// <summary>What the contract is about: a lock, one side of a reader-writer lock, or a semaphore.</summary>
public sealed class Kind
{
    private readonly Func<CoterieDistributedSynchronizationProvider, string, Subject> _make;
    private readonly Func<CoterieDistributedSynchronizationProvider, string, Subject> _makeObstacle;

    private Kind(
        string name,
        int most,
        Func<CoterieDistributedSynchronizationProvider, string, Subject> make,
        Func<CoterieDistributedSynchronizationProvider, string, Subject>? makeObstacle = null,
        int? obstacles = null)
    {
        (Name, Most, _make, _makeObstacle, Obstacles) = (name, most, make, makeObstacle ?? make, obstacles ?? most);
        All[name] = this;
    }

    public static Dictionary<string, Kind> All { get; } = [];

    public static Kind Lock { get; } = new("lock", 1, (provider, name) => Of(provider.CreateLock(name)));

    public static Kind Writer { get; } = new("writer", 1, OfWriter);

    /// <summary>What shuts readers out is a writer.</summary>
    public static Kind Reader { get; } = new("reader", int.MaxValue, OfReader, OfWriter, 1);

    /// <summary>A writer that is shut out by a reader.</summary>
    public static Kind WriterBesideReader { get; } = new("writer beside reader", 1, OfWriter, OfReader, 1);

    public static Kind SemaphoreOfOne { get; } = new(
        "semaphore of 1", 1, (provider, name) => Of(provider.CreateSemaphore(name, 1)));

    public static Kind SemaphoreOfThree { get; } = new(
        "semaphore of 3", 3, (provider, name) => Of(provider.CreateSemaphore(name, 3)));

    public string Name { get; }

    /// <summary>How many hold it at a time.</summary>
    public int Most { get; }

    /// <summary>How many obstacles shut it out.</summary>
    public int Obstacles { get; }

    public Subject Of(CoterieDistributedSynchronizationProvider provider, string name) => _make(provider, name);

    /// <summary>Acquires whatever shuts it out. As soon as one of them is given back, it can be had.</summary>
    public async Task<IReadOnlyList<IDistributedSynchronizationHandle>> FillAsync(
        CoterieDistributedSynchronizationProvider provider, string name, TimeSpan patience)
    {
        var handles = new List<IDistributedSynchronizationHandle>();
        for (var i = 0; i < Obstacles; i++)
            handles.Add(await _makeObstacle(provider, name).AcquireAsync(patience, default));
        return handles;
    }

    private static Subject Of(IDistributedLock it) =>
        new(it.Name, it.TryAcquire, it.Acquire, it.TryAcquireAsync, it.AcquireAsync);

    private static Subject Of(IDistributedSemaphore it) =>
        new(it.Name, it.TryAcquire, it.Acquire, it.TryAcquireAsync, it.AcquireAsync);

    private static Subject OfWriter(CoterieDistributedSynchronizationProvider provider, string name)
    {
        IDistributedReaderWriterLock it = provider.CreateReaderWriterLock(name);
        return new(it.Name, it.TryAcquireWriteLock, it.AcquireWriteLock, it.TryAcquireWriteLockAsync, it.AcquireWriteLockAsync);
    }

    private static Subject OfReader(CoterieDistributedSynchronizationProvider provider, string name)
    {
        IDistributedReaderWriterLock it = provider.CreateReaderWriterLock(name);
        return new(it.Name, it.TryAcquireReadLock, it.AcquireReadLock, it.TryAcquireReadLockAsync, it.AcquireReadLockAsync);
    }
}
