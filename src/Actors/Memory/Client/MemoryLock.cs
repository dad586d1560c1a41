using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// A lock that <see cref="MemoryClient"/> was granted. It is held until it is released, its lease runs out, or this client cannot
/// be reached; every operation under it says whether it was. Whoever holds it for long renews it in time, and stops when
/// <see cref="Lost"/> is cancelled. Disposing it releases it.
/// </summary>
/// <remarks>
/// <see cref="Remaining"/> is measured on this machine, from the time of the request. So it ends before the server's lease ends,
/// if both clocks run at the same speed. A process that is suspended does not notice that its lease has ended. A value that must
/// not be written too late is written under the lock, with <see cref="WriteAsync"/>.
/// </remarks>
public sealed class MemoryLock : IAsyncDisposable
{
    private readonly MemoryClient _client;
    private readonly MemoryProtocol.IVariableCommand _acquire;
    private readonly HeldLock _held;

    internal MemoryLock(
        MemoryClient client, MemoryProtocol.IVariableCommand acquire, LockMode mode, TimeSpan lease, HeldLock held) =>
        (_client, _acquire, Mode, Lease, _held) = (client, acquire, mode, lease, held);

    /// <summary>The variable.</summary>
    public string Name => _acquire.Name;

    /// <summary>What it allows.</summary>
    public LockMode Mode { get; }

    /// <summary>How long it is held at most, from when it was granted or renewed.</summary>
    public TimeSpan Lease { get; }

    /// <summary>How much longer it is surely held, unless the server stops; zero: it is not held.</summary>
    public TimeSpan Remaining => _held.Remaining;

    /// <summary>Whether it is held, as far as this client knows.</summary>
    public bool IsHeld => Remaining > TimeSpan.Zero;

    /// <summary>
    /// Cancelled when it is no longer held and was not released: its lease ran out, the server is gone or was restarted, or the
    /// client was disposed of.
    /// </summary>
    public CancellationToken Lost => _held.Lost;

    /// <summary>Why it is lost, for the user, to be put after a colon; null: it is not lost.</summary>
    public string? LossReason => _held.LossReason;

    /// <summary>
    /// Renews the lease: it runs from now on. While a renewal waits for its answer, another call waits for the same one.
    /// </summary>
    /// <param name="cancellation">Ends the waiting; the lease may be renewed nevertheless.</param>
    public Task<RenewOutcome> RenewAsync(CancellationToken cancellation = default) =>
        _client.RenewAsync(_acquire, _held, cancellation);

    /// <summary>Reads under the lock.</summary>
    public Task<ReadOutcome> ReadAsync(CancellationToken cancellation = default) =>
        _client.ReadAsync(Name, _acquire.Id, cancellation);

    /// <summary>Writes under the lock, which must be a write lock.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="fence">The fencing token of the critical section in which it is written; null: none.</param>
    /// <param name="cancellation">Ends the waiting; the write may be done nevertheless.</param>
    public Task<WriteOutcome> WriteAsync(Value value, Fence? fence = null, CancellationToken cancellation = default) =>
        _client.WriteAsync(Name, value, _acquire.Id, fence, cancellation);

    /// <summary>Does something with the variable, once, under the lock; if it is no read, it must be a write lock.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="fence">The fencing token of the critical section in which it is done; null: none.</param>
    /// <param name="cancellation">Ends the waiting; the operation may be done nevertheless.</param>
    public Task<OperateOutcome> OperateAsync(
        Operation operation, Fence? fence = null, CancellationToken cancellation = default) =>
        _client.OperateAsync(Name, operation, _acquire.Id, fence, cancellation);

    /// <summary>Releases it.</summary>
    public Task<ReleaseOutcome> ReleaseAsync(CancellationToken cancellation = default) =>
        _client.ReleaseAsync(Name, _acquire.Id, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Disposing the client released the lock.
        }
    }
}
