using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// Maekawa 1985, by the rules of <see cref="VotingRules"/>: quorums of about sqrt(N) processes, any two of which share one. A
/// finite projective plane if N allows it (<see cref="ProjectivePlane"/>), otherwise a <see cref="Grid"/>. 3(K-1) messages per
/// entry, 4(K-1) to 5(K-1) under load.
/// </summary>
internal class Maekawa(ProcessId self, int processes) : VotingRules(self, processes, Quorum(self, processes))
{
    /// <summary>The quorum of process <paramref name="self"/>, including itself, in the order of their numbers.</summary>
    public static IReadOnlyList<ProcessId> Quorum(ProcessId self, int processes) =>
        ProjectivePlane.Of(processes)?.Line(self) ?? Grid.Cross(self, processes);

    /// <summary>K, the size of the smallest quorum.</summary>
    public static int SmallestQuorum(int processes) => ProjectivePlane.Of(processes)?.LineSize ?? Grid.SmallestCross(processes);
}
