using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// Majorities (Thomas, "A Majority Consensus Approach to Concurrency Control for Multiple Copy Databases", ACM TODS 4(2), 1979),
/// by the rules of <see cref="VotingRules"/>: any N/2+1 processes make a quorum, and any two of these share one. A process asks
/// itself and the processes that follow it in the circle of their numbers, so that all serve equally many requests. 3(K-1)
/// messages per entry, up to 6(K-1) under load.
/// </summary>
internal class Majority(ProcessId self, int processes) : VotingRules(self, processes, Quorum(self, processes))
{
    /// <summary>The quorum of process <paramref name="self"/>, including itself, in the order of their numbers.</summary>
    public static IReadOnlyList<ProcessId> Quorum(ProcessId self, int processes) =>
        Circle.Arc(self, QuorumSize(processes), processes);

    /// <summary>K: more than half of the processes.</summary>
    public static int QuorumSize(int processes) => (processes / 2) + 1;
}
