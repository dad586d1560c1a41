using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Quorums with one rule broken on purpose.</summary>
internal static class BrokenVoting
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        MutexExhibit.Of(
            MutexAlgorithms.Maekawa,
            "no-inquire",
            Progress,
            "A member never asks its vote back. Two processes that have each other's missing vote wait for ever.",
            (self, n, _) => new NoInquire(self, n)),
        MutexExhibit.Of(
            MutexAlgorithms.Majority,
            "half-is-enough",
            Exclusion,
            "A quorum is half of the processes, where it must be more than half. Two halves need not share a member, and both "
            + "enter.",
            (self, n, _) => new HalfIsEnough(self, n)),
    ];

    private sealed class NoInquire(ProcessId self, int processes) : Maekawa(self, processes)
    {
        protected override bool AsksBack => false;
    }

    private sealed class HalfIsEnough(ProcessId self, int processes)
        : VotingRules(self, processes, Circle.Arc(self, Math.Max(1, processes / 2), processes));
}
