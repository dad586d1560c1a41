using Coterie.Lab.Runs;

namespace Coterie.Lab.Exploring;

/// <summary>What to explore.</summary>
/// <param name="Protocol">The protocol. Messages arrive in order if it needs that; see <see cref="Anyway"/>.</param>
/// <param name="Processes">How many processes, from 1 to <see cref="MostProcesses"/>.</param>
/// <param name="Requests">How many requests each process makes, from 1 to <see cref="MostRequests"/>.</param>
public sealed record ExplorationSettings(Protocol Protocol, int Processes, int Requests)
{
    /// <summary>The protocol, with a workload for that many processes.</summary>
    public Protocol Protocol { get; init; } = Protocol.For(Processes);

    /// <summary>Far above what can be finished.</summary>
    public const int MostProcesses = 16;

    /// <summary>Far above what can be finished.</summary>
    public const int MostRequests = 100;

    /// <summary>The default of <see cref="MostStates"/>, which needs about two gigabytes.</summary>
    public const int DefaultMostStates = 20_000_000;

    /// <summary>Whether any message may be lost, and unanswered messages are sent again.</summary>
    public bool Loss { get; init; }

    /// <summary>Whether any message may arrive more than once.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Whether a process that waits may give up.</summary>
    public bool Withdraw { get; init; }

    /// <summary>How many crashes there may be; from 0. Whoever crashed may come back at any time.</summary>
    public int Crashes { get; init; }

    /// <summary>Whether a process that comes back knows nothing, even if it stored records.</summary>
    public bool Forgetful { get; init; }

    /// <summary>
    /// Whether messages may arrive in any order, even if the protocol needs another one. Whoever sets it may also allow loss,
    /// duplicates and crashes that the protocol is not made for: to see what breaks. Default no.
    /// </summary>
    public bool Anyway { get; init; }

    /// <summary>The exploration ends after this many distinct states; from 1.</summary>
    public int MostStates { get; init; } = DefaultMostStates;

    /// <summary>Whether messages from one process to another arrive in the order in which they were sent.</summary>
    internal bool IsInOrder => Protocol.Needs.InOrder && !Anyway;

    /// <summary>What is left of a process after a crash.</summary>
    internal Recollection Recollection => Forgetful ? Recollection.Nothing : Protocol.Recollection;

    /// <summary>
    /// Whether a message is dropped at once if an equal one is still on the way, so that there are finitely many states. If
    /// messages may arrive twice, no behaviour is missed: one copy stands for any number of them.
    /// </summary>
    internal bool OneCopy => Loss || Duplicate || Resends;

    /// <summary>Whether the resend timer may fire.</summary>
    internal bool Resends => Loss || Crashes > 0 || Protocol.AlwaysResends;
}
