using System.Runtime.CompilerServices;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Variables;

/// <summary>
/// A variable that the members of a group keep together: it survives the crash of a minority of them, and whoever reads finds
/// the latest value that was written. Reads take one round trip. Whoever writes takes the lock of the same name for a moment, so
/// it waits for whoever holds that lock: the lock guards its variable.
/// </summary>
/// <inheritdoc cref="VariableAccess{T}"/>
public sealed class Variable<T> : VariableAccess<T>
    where T : notnull
{
    private readonly ICoterie _coterie;
    private volatile Decoded? _copy;

    internal Variable(ICoterie coterie, string name, VariableCodec<T> codec)
        : base(codec) => (_coterie, Name) = (coterie, name);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    private protected override string Circumstances => _coterie.CheckHealth().ToString();

    /// <summary>
    /// Reads it like <see cref="VariableAccess{T}.ReadStateAsync"/>, and keeps a copy in this process: as long as nobody writes
    /// it, further calls cost no message. A writer has to wait until all copies were given up, which takes it a round trip more.
    /// </summary>
    /// <param name="timeout">See <see cref="VariableAccess{T}"/>.</param>
    /// <param name="cancellation">See <see cref="VariableAccess{T}"/>.</param>
    public ValueTask<VariableState<T>> ReadCachedAsync(TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        TryReadCached(out var state) ? new ValueTask<VariableState<T>>(state) : KeepAsync(timeout, cancellation);

    /// <summary>
    /// Reads the copy that this process has, if there is one. It is no older than any other read: every write that was done
    /// before is in it.
    /// </summary>
    /// <param name="state">The variable.</param>
    /// <returns>Whether there is a copy.</returns>
    /// <exception cref="VariableKindException">It is of another kind.</exception>
    public bool TryReadCached(out VariableState<T> state)
    {
        var known = _copy;
        if (known?.Copy.IsGood != true)
        {
            var found = _coterie.FindCopy(Name);
            _copy = known = found is null ? null : new Decoded(found, StateOf(found.Value, found.Version));
        }
        state = known?.State ?? default;
        return known is not null;
    }

    /// <summary>
    /// What this object has read, written or been shown last, and how old that is at most. Costs no message, and needs no member.
    /// Null if there is nothing yet.
    /// </summary>
    /// <exception cref="VariableKindException">It is of another kind.</exception>
    public StaleState<T>? ReadStale()
    {
        if (TryReadCached(out var state))
            return new StaleState<T>(state, TimeSpan.Zero);
        return Latest is { } latest
            ? new StaleState<T>(
                StateOf(latest.Value, latest.Version), TimeSpan.FromMilliseconds(Environment.TickCount64 - latest.Since))
            : null;
    }

    /// <summary>
    /// Changes it under its lock: nobody else can change it between the reading and the writing.
    /// </summary>
    /// <param name="change">
    /// Makes the new value from what is there. It is called again if the lock was lost meanwhile, so it should have no other
    /// effect. An exception that it throws comes out of this call, and nothing is changed.
    /// </param>
    /// <param name="timeout">See <see cref="VariableAccess{T}"/>.</param>
    /// <param name="cancellation">See <see cref="VariableAccess{T}"/>.</param>
    /// <returns>The new value.</returns>
    public async ValueTask<VariableState<T>> UpdateAsync(
        Func<VariableState<T>, T> change, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var limit = timeout ?? VariableExtensions.DefaultTimeout;
        var began = Environment.TickCount64;
        while (true)
        {
            var left = Left(limit, began);
            await using var held = await _coterie.AcquireAsync(Name, VoteMode.Exclusive, left, "update", cancellation)
                .ConfigureAwait(false);
            if (!held.TryPeek(out var content))
                continue; // lost already
            if (content is null)
                throw WrongKind(null);
            var write = new Operation.Write(Encode(change(StateOf(content.Value, content.Version))));
            left = Left(limit, began);
            var outcome = await held.OperateAsync(write, left, cancellation).ConfigureAwait(false);
            if (outcome is Outcome.NotDone && left != TimeSpan.Zero && !cancellation.IsCancellationRequested)
                continue;
            outcome = Known("updated", outcome, limit, cancellation);
            Remember(outcome, began);
            return StateOf(outcome);
        }
    }

    /// <summary>
    /// Watches it: first what it is now, then every change, until the reader stops. If the reader is slow, it gets only the
    /// latest value. It goes on by itself when members come back.
    /// </summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="VariableKindException">It has become a value of another kind.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node was disposed.</exception>
    public async IAsyncEnumerable<VariableChange<T>> WatchAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (state, isCurrent) = (default(VariableState<T>), false);
        long? told = null; // the version
        await foreach (var next in _coterie.WatchAsync(Name, isPrefix: false, cancellation).ConfigureAwait(false))
        {
            if (next is WatchEvent.Changed changed)
            {
                state = StateOf(changed.Value, changed.Version);
                Remember(changed.Value, changed.Version, Environment.TickCount64);
            }
            else
            {
                isCurrent = next is WatchEvent.Complete;
            }
            if (next is WatchEvent.Changed && !isCurrent)
                continue; // it is told when the watch is complete
            yield return new VariableChange<T>(state, Math.Max(0, state.Version - (told ?? state.Version) - 1), isCurrent);
            told = state.Version;
        }
    }

    private protected override ValueTask<Outcome> OperateAsync(
        Operation operation, TimeSpan timeout, CancellationToken cancellation) =>
        _coterie.OperateAsync(Name, operation, timeout, cancellation);

    private async ValueTask<VariableState<T>> KeepAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        StateOf(await DoAsync("read", new Operation.Read(Keeps: true), timeout, cancellation).ConfigureAwait(false));

    private static TimeSpan Left(TimeSpan limit, long began)
    {
        if (limit == Timeout.InfiniteTimeSpan)
            return limit;
        var left = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // The copy and what it has, so that nothing is decoded twice.
    private sealed record Decoded(LocalCopy Copy, VariableState<T> State);
}

/// <summary>
/// The variable that has the name of a lock, for whoever holds the lock: what is written takes effect only while the lock is
/// held, and no earlier holder can change the variable afterwards.
/// </summary>
/// <inheritdoc cref="VariableAccess{T}"/>
public sealed class HeldVariable<T> : VariableAccess<T>
    where T : notnull
{
    private readonly LockHandle _held;

    internal HeldVariable(LockHandle held, VariableCodec<T> codec)
        : base(codec) => _held = held;

    /// <inheritdoc/>
    public override string Name => _held.Name;

    /// <inheritdoc/>
    private protected override string Circumstances =>
        _held.IsHeld ? "The lock is still held." : "The lock is no longer held.";

    private protected override ValueTask<Outcome> OperateAsync(
        Operation operation, TimeSpan timeout, CancellationToken cancellation) =>
        _held.OperateAsync(operation, timeout, cancellation);
}
