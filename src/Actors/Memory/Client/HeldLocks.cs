using Akka.Event;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>The locks that a session holds, by the ids of the commands that acquired them. Logs those that are lost.</summary>
/// <param name="time">The clock of leases.</param>
/// <param name="log">The log of the session.</param>
internal sealed class HeldLocks(TimeProvider time, ILoggingAdapter log)
{
    /// <summary>Why a lock is lost whose lease is over.</summary>
    public const string LeaseOver = "its lease ran out";

    // If the grant took longer than this part of the lease, it is asked for again: nobody knows when in that time the lease
    // began.
    private const int LongWait = 4;

    private readonly Dictionary<long, (HeldLock Lock, Call Acquire)> _locks = [];

    /// <summary>What a session does with a grant.</summary>
    public enum Grant
    {
        /// <summary>The lock is held: tell whoever waits.</summary>
        Held,

        /// <summary>It took too long to be useful: send the acquire once more, which renews the lease.</summary>
        AskAgain,

        /// <summary>The lock was not held all the time: release it, and tell whoever waits that it is not held.</summary>
        TooLate,
    }

    /// <summary>Whether any lock is held.</summary>
    public bool IsAny => _locks.Count > 0;

    /// <summary>Whether the lock is held.</summary>
    public bool Holds(long id) => _locks.ContainsKey(id);

    /// <summary>Whether the lock is held, and this is the call that acquired it: not one that renewed it.</summary>
    public bool WasAcquiredBy(Call call) => _locks.TryGetValue(call.Id, out var held) && ReferenceEquals(held.Acquire, call);

    /// <summary>The memory has granted a lock, or renewed its lease.</summary>
    /// <param name="acquire">The command, whose calls have a <see cref="HeldLock"/>.</param>
    /// <param name="lease">How long it is held at most.</param>
    /// <param name="canAsk">Whether the memory can be asked again.</param>
    public Grant On(PendingCommand acquire, TimeSpan lease, bool canAsk)
    {
        var held = acquire.First.Held!;
        var isRenewed = Holds(acquire.Id);
        if (isRenewed && held.Remaining == TimeSpan.Zero)
            Lose(acquire.Id, LeaseOver);
        var isLate = time.GetElapsedTime(acquire.SentAt) > lease / LongWait;
        if (isLate && canAsk && !isRenewed && !held.IsOver && !acquire.IsAskedAgain)
            return Grant.AskAgain;
        if (!held.TryHold(acquire.SentAt, lease))
            return Grant.TooLate;
        _locks.TryAdd(acquire.Id, (held, acquire.First));
        return Grant.Held;
    }

    /// <summary>The application releases it.</summary>
    public void Release(long id)
    {
        if (_locks.Remove(id, out var held))
            held.Lock.Release();
    }

    /// <summary>A lock is lost.</summary>
    /// <returns>Whether it was held.</returns>
    public bool Lose(long id, string reason)
    {
        if (!_locks.Remove(id, out var held))
            return false;
        Lose(held.Lock, ((IVariableCommand)held.Acquire.Command!).Name, reason);
        return true;
    }

    /// <summary>All locks are lost.</summary>
    public void LoseAll(string reason)
    {
        foreach (var id in _locks.Keys.ToArray())
            Lose(id, reason);
    }

    private void Lose(HeldLock held, string name, string reason)
    {
        log.Info("A lock on {0} is lost: {1}.", name, reason);
        // What the application registered runs on a thread of its own; what it throws would be seen by nobody.
        held.LoseAsync(reason).ContinueWith(
            told => log.Error(told.Exception, "What was registered on the loss of a lock on {0} failed.", name),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
