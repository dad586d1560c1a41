using System.Globalization;
using Coterie.Actors.Locks;
using Medallion.Threading;

namespace Coterie.DistributedLock;

/// <summary>
/// A semaphore of a group: as many holders at a time as it counts. It is not re-entrant: whoever acquires it twice has two slots.
/// Safe for all threads.
/// </summary>
/// <remarks>
/// <para>
/// A semaphore that counts n is n locks of the group, its slots, and one more, its door. Whoever waits gets the door first. With
/// it, it tries the slots one after the other, beginning anywhere. If all are taken, it asks for all of them at once, keeps the
/// first that comes, withdraws from the others, and gives the door back. So those that wait enter in the order in which they came
/// to the door, a free slot costs one entry, and only one of those that wait asks for n locks. A slot is a lock: it has a fencing
/// token and survives what a lock survives, and the members need no other rules for it.
/// </para>
/// <para>
/// A time of zero tries the slots without the door. A slot that somebody waits for is not given to such a try. So it does not
/// overtake those that wait, except in the moment after one of them has got in and before the next one has asked for the slots.
/// </para>
/// <para>
/// The door orders those that wait. It is not needed to keep more than n out: if a process loses the door while it waits, it goes
/// on waiting, and another one may wait beside it. If a process dies, its slots, or the door, are free when its session has
/// ended: after the lease and a tenth, as with a lock.
/// </para>
/// <para>
/// If processes give different counts for one name, each of them uses as many slots as it counts, and all begin with the same
/// ones. So there are never more holders than the largest count, and the count can be changed while older versions of a program
/// run. Until then a process that counts fewer may wait although a slot above its own is free, and so may those behind it.
/// </para>
/// <para>A lock that has the name of a semaphore has nothing to do with it.</para>
/// </remarks>
public sealed class CoterieDistributedSemaphore : IDistributedSemaphore
{
    /// <summary>The largest count.</summary>
    public const int LargestCount = 1000;

    // A try with a time of zero takes a second if the members do not answer. Then the next one does not help.
    private static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(0.9);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    private readonly ICoterie _coterie;
    private readonly TimeProvider _clock;
    private readonly string _door;
    private readonly string[] _slots;

    /// <summary>A semaphore. Nothing is sent until it is acquired.</summary>
    /// <param name="name">
    /// Any text; capital and small letters differ. One that is empty, has more than 480 characters, or has half of a surrogate
    /// pair, is called by its beginning and a hash of all of it in the group.
    /// </param>
    /// <param name="maxCount">
    /// How many may hold it at a time: 1 to <see cref="LargestCount"/>. Whoever waits asks for as many locks.
    /// </param>
    /// <param name="coterie">The group.</param>
    /// <param name="clock">By which the waiting ends: that of the group. Default <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is too small or too large.</exception>
    public CoterieDistributedSemaphore(string name, int maxCount, ICoterie coterie, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(coterie);
        if (maxCount is < 1 or > LargestCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxCount), maxCount, $"maxCount must be from 1 to {LargestCount}.");
        }
        (Name, _coterie, _clock) = (name, coterie, clock ?? TimeProvider.System);
        _door = LockNames.OfDoor(name);
        _slots = [.. Enumerable.Range(0, maxCount).Select(slot => LockNames.OfSlot(name, slot))];
    }

    /// <summary>The name that was given.</summary>
    public string Name { get; }

    /// <summary>How many may hold it at a time.</summary>
    public int MaxCount => _slots.Length;

    /// <summary>Waits for a slot, and blocks the thread.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public CoterieDistributedSemaphoreHandle? TryAcquire(
        TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => TryAcquireAsync(timeout, cancellationToken));

    /// <summary>Waits for a slot, and blocks the thread.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    public CoterieDistributedSemaphoreHandle Acquire(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Calls.Wait(() => AcquireAsync(timeout, cancellationToken));

    /// <summary>Waits for a slot.</summary>
    /// <returns>A slot; null if the time is over.</returns>
    /// <inheritdoc cref="CoterieDistributedLock.TryAcquireAsync"/>
    public ValueTask<CoterieDistributedSemaphoreHandle?> TryAcquireAsync(
        TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Check(timeout);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<CoterieDistributedSemaphoreHandle?>(cancellationToken);
        return new(timeout == TimeSpan.Zero ? TryEachAsync(cancellationToken) : WaitAsync(timeout, cancellationToken));
    }

    /// <summary>Waits for a slot.</summary>
    /// <returns>A slot.</returns>
    /// <exception cref="TimeoutException">
    /// The time is over. The message says who holds one of the slots, and which members answer.
    /// </exception>
    /// <inheritdoc cref="CoterieDistributedLock.AcquireAsync"/>
    public ValueTask<CoterieDistributedSemaphoreHandle> AcquireAsync(
        TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var limit = timeout ?? Timeout.InfiniteTimeSpan;
        return AwaitAsync(TryAcquireAsync(limit, cancellationToken));

        async ValueTask<CoterieDistributedSemaphoreHandle> AwaitAsync(ValueTask<CoterieDistributedSemaphoreHandle?> call) =>
            await call.ConfigureAwait(false) ?? await TryLastAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    IDistributedSynchronizationHandle? IDistributedSemaphore.TryAcquire(TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquire(timeout, cancellationToken);

    IDistributedSynchronizationHandle IDistributedSemaphore.Acquire(TimeSpan? timeout, CancellationToken cancellationToken) =>
        Acquire(timeout, cancellationToken);

    ValueTask<IDistributedSynchronizationHandle?> IDistributedSemaphore.TryAcquireAsync(
        TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquireAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle?)handle);

    ValueTask<IDistributedSynchronizationHandle> IDistributedSemaphore.AcquireAsync(
        TimeSpan? timeout, CancellationToken cancellationToken) =>
        AcquireAsync(timeout, cancellationToken).Then(handle => (IDistributedSynchronizationHandle)handle);

    private static void Check(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "timeout must be zero or more, or infinite.");
        if (timeout > LongestTimeout)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"timeout must be at most {LongestTimeout}.");
    }

    private async Task<CoterieDistributedSemaphoreHandle?> WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, _clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var door = await _coterie.AcquireAsync(_door, Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(false);
            return await TryEachAsync(end.Token).ConfigureAwait(false) ?? await WaitForAnyAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    // From one that is chosen by chance: otherwise all would begin with slots that are taken.
    private async Task<CoterieDistributedSemaphoreHandle?> TryEachAsync(CancellationToken cancellation)
    {
        var first = Random.Shared.Next(MaxCount);
        for (var i = 0; i < MaxCount; i++)
        {
            var slot = (first + i) % MaxCount;
            var begun = _clock.GetTimestamp();
            if (await _coterie.TryAcquireAsync(_slots[slot], TimeSpan.Zero, cancellation).ConfigureAwait(false) is { } held)
                return new CoterieDistributedSemaphoreHandle(held, slot);
            if (_clock.GetElapsedTime(begun) > Unanswered)
                break;
        }
        return null;
    }

    // Several may come before the others are withdrawn: the first is kept.
    private async Task<CoterieDistributedSemaphoreHandle> WaitForAnyAsync(CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waits = Array.ConvertAll(_slots, slot => WaitForAsync(slot, enough.Token));
        await Task.WhenAny(waits).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(waits)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var kept = Array.FindIndex(waits, wait => wait.IsCompletedSuccessfully);
        if (kept < 0)
            kept = Array.FindIndex(waits, wait => wait.IsFaulted) is var faulted and >= 0 ? faulted : 0;
        else
            Array.ForEach(waits[(kept + 1)..], wait => { if (wait.IsCompletedSuccessfully) wait.Result.Dispose(); });
        return new CoterieDistributedSemaphoreHandle(await waits[kept].ConfigureAwait(false), kept);
    }

    private async Task<LockHandle> WaitForAsync(string slot, CancellationToken cancellation) =>
        await _coterie.AcquireAsync(slot, Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);

    // The time is over. One more try of a slot either gets it, or says who holds it.
    private async Task<CoterieDistributedSemaphoreHandle> TryLastAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var why = _coterie.CheckHealth() is { HasMajority: false } health ? health.ToString() : null;
        if (why is null)
        {
            var slot = Random.Shared.Next(MaxCount);
            try
            {
                var held = await _coterie.AcquireAsync(_slots[slot], TimeSpan.Zero, cancellation).ConfigureAwait(false);
                return new CoterieDistributedSemaphoreHandle(held, slot);
            }
            catch (TimeoutException held)
            {
                why = held.Message;
            }
        }
        var time = timeout == TimeSpan.Zero
            ? "at once"
            : string.Create(CultureInfo.InvariantCulture, $"within {timeout.TotalSeconds:0.###} s");
        throw new TimeoutException($"None of {MaxCount} slots could be had {time}. {why}");
    }
}
