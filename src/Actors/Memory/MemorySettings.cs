using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory;

/// <summary>The settings of the shared memory, section <c>coterie.memory</c>.</summary>
/// <param name="MostWaiting">How many commands wait for a variable at most; more are refused. From 1; default 10,000.</param>
/// <param name="DefaultLease">
/// How long a lock is held at most if its client does not say. Above zero, up to the longest; default 30 s.
/// </param>
/// <param name="LongestLease">The most that a client gets. Above zero; default 10 min.</param>
/// <param name="MostVariables">How many variables there are at most. From 1; default 10,000.</param>
/// <param name="RawPort">Section <c>coterie.memory.raw-port</c>.</param>
public sealed record MemorySettings(
    int MostWaiting,
    TimeSpan DefaultLease,
    TimeSpan LongestLease,
    int MostVariables,
    RawPortSettings RawPort)
{
    /// <summary>
    /// How many locks on one variable are held or waited for at most; more are refused. From 1; default 10,000.
    /// </summary>
    public int MostLocks { get; init; } = 10_000;

    /// <summary>How many of these locks one client has at most. From 1; default 1,000.</summary>
    public int MostLocksOfClient { get; init; } = 1_000;

    /// <summary>
    /// How many held locks and waiting commands the whole memory keeps at most; more are refused. From 1; default 100,000.
    /// </summary>
    public int MostClaims { get; init; } = 100_000;

    /// <summary>How many commands wait for a list at most; more are refused. From 1; default 100.</summary>
    public int MostLists { get; init; } = 100;

    /// <summary>
    /// How many watches clients have at most; more are refused. From 1; default 10,000.
    /// </summary>
    public int MostWatches { get; init; } = 10_000;

    /// <summary>
    /// What each variable keeps at most; all variables together keep no more than <paramref name="budget"/>; null for no such
    /// limit.
    /// </summary>
    internal VariableLimits LimitsOfVariable(ClaimBudget? budget) => new(MostWaiting, MostLocks, MostLocksOfClient)
    {
        DefaultLease = DefaultLease,
        LongestLease = LongestLease,
        Budget = budget,
    };

    /// <summary>Measures what people are shown; leases are timers of the actor system.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
