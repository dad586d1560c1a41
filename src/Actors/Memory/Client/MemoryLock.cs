using Coterie.Mutex;

namespace Coterie.Memory.Client;

/// <summary>
/// A lock that <see cref="MemoryClient"/> was granted. It is held until it is released, the lease runs out, or this client cannot be reached; every
/// operation under it tells whether it was. Disposing it releases it.
/// </summary>
public sealed class MemoryLock : IAsyncDisposable
{
    private readonly MemoryClient _client;
    private readonly long _id;

    internal MemoryLock(MemoryClient client, string name, LockMode mode, long id, TimeSpan lease) =>
        (_client, Name, Mode, _id, Lease) = (client, name, mode, id, lease);

    /// <summary>The variable.</summary>
    public string Name { get; }

    /// <summary>What it allows.</summary>
    public LockMode Mode { get; }

    /// <summary>How long it is held at most, from when it was granted or renewed.</summary>
    public TimeSpan Lease { get; }

    /// <summary>Reads under the lock.</summary>
    public Task<ReadOutcome> ReadAsync(CancellationToken cancellation = default) => _client.ReadAsync(Name, _id, cancellation);

    /// <summary>Writes under the lock, which must be one to write.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="fence">The fencing token of the critical section that this is done in; null: none.</param>
    /// <param name="cancellation">Ends the waiting; the write may be done nevertheless.</param>
    public Task<WriteOutcome> WriteAsync(Value value, Fence? fence = null, CancellationToken cancellation = default) =>
        _client.WriteAsync(Name, value, _id, fence, cancellation);

    /// <summary>Gives it back.</summary>
    public Task<ReleaseOutcome> ReleaseAsync(CancellationToken cancellation = default) => _client.ReleaseAsync(Name, _id, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ReleaseAsync().ConfigureAwait(false);
}
