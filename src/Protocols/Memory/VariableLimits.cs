namespace Coterie.Protocols.Memory;

/// <summary>
/// What a variable keeps for its clients at most, and how long a lock is held. A claim is a lock that is held, or a command that
/// waits.
/// </summary>
/// <param name="MostWaiting">How many commands wait for the variable at most. From 1; default 10,000.</param>
/// <param name="MostLocks">How many locks on the variable are held or waited for at most. From 1; default 10,000.</param>
/// <param name="MostLocksOfClient">How many of these locks one client has at most. From 1; default 1,000.</param>
public sealed record VariableLimits(int MostWaiting = 10_000, int MostLocks = 10_000, int MostLocksOfClient = 1_000)
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long a lock is held at most if its client does not say. Above zero, up to the longest; default 30 s.
    /// </summary>
    public TimeSpan DefaultLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest lease that a client gets. Above zero; default 10 min.</summary>
    public TimeSpan LongestLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many claims all variables of the memory have together; null for no such limit. Default null.</summary>
    public ClaimBudget? Budget { get; init; }

    /// <summary>The lease of a client that asks for <paramref name="wanted"/>; at least 1 ms.</summary>
    public TimeSpan LeaseFor(TimeSpan? wanted)
    {
        var lease = wanted ?? DefaultLease;
        return lease > LongestLease ? LongestLease : lease < ShortestLease ? ShortestLease : lease;
    }
}

/// <summary>How many claims all variables of a memory have together. Safe for all threads.</summary>
/// <param name="most">The most there may be.</param>
public sealed class ClaimBudget(int most)
{
    private int _taken;

    /// <summary>The most there may be.</summary>
    public int Most => most;

    /// <summary>Takes a place for a claim.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives places back.</summary>
    public void Return(int count) => Interlocked.Add(ref _taken, -count);
}
