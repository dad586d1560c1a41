using Coterie.Actors.Configuration;
using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Memory;

namespace Coterie.Actors.Memory;

/// <summary>The settings of the shared memory, section <c>coterie.memory</c>.</summary>
/// <param name="MostWaiting">How many commands wait for a variable at most; more are refused. From 1; default 10,000.</param>
/// <param name="DefaultLease">
/// How long a lock is held at most where its client does not say. Above zero, up to the longest; default 30 s.
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
    private const int Most = 1_000_000;

    /// <summary>
    /// How many locks on one variable are held or waited for at most; more are refused. From 1; default 10,000.
    /// </summary>
    public int MostLocks { get; init; } = 10_000;

    /// <summary>How many of these are one client's at most. From 1; default 1,000.</summary>
    public int MostLocksOfClient { get; init; } = 1_000;

    /// <summary>
    /// How many locks are held and commands wait in the whole memory at most; more are refused. From 1; default 100,000.
    /// </summary>
    public int MostClaims { get; init; } = 100_000;

    /// <summary>How many commands wait for a list at most; more are refused. From 1; default 100.</summary>
    public int MostLists { get; init; } = 100;

    /// <summary>
    /// What each variable keeps at most; all of them together no more than <paramref name="budget"/>, null for no such limit.
    /// </summary>
    internal VariableLimits LimitsOfVariable(ClaimBudget? budget) => new(MostWaiting, MostLocks, MostLocksOfClient)
    {
        DefaultLease = DefaultLease,
        LongestLease = LongestLease,
        Budget = budget,
    };

    /// <summary>Reads and checks the section.</summary>
    internal static MemorySettings Read(SettingsReader read)
    {
        const string DefaultLeaseKey = "coterie.memory.default-lease";
        var settings = new MemorySettings(
            read.Count("coterie.memory.most-waiting", Most),
            read.Duration(DefaultLeaseKey),
            read.Duration("coterie.memory.longest-lease"),
            read.Count("coterie.memory.most-variables", Most),
            new RawPortSettings(read.Count("coterie.memory.raw-port.most-connections", 100_000)))
        {
            MostLocks = read.Count("coterie.memory.most-locks", Most),
            MostLocksOfClient = read.Count("coterie.memory.most-locks-of-client", Most),
            MostClaims = read.Count("coterie.memory.most-claims", Most),
            MostLists = read.Count("coterie.memory.most-lists", Most),
        };
        return settings.DefaultLease <= settings.LongestLease
            ? settings
            : read.Wrong(DefaultLeaseKey, "at most coterie.memory.longest-lease", settings);
    }
}
