using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Lamport's algorithm with one rule broken on purpose.</summary>
internal static class BrokenLamport
{
    private static readonly MutexAlgorithm Unordered =
        MutexAlgorithms.Lamport with { Needs = MutexAlgorithms.Lamport.Needs with { InOrder = false } };

    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        MutexExhibit.Of(
            MutexAlgorithms.Lamport,
            "earlier-message-counted",
            Exclusion,
            "A process that wants in takes any message for a sign of life, and not only one that is later than its request. "
            + "Its sender may have asked earlier, and be about to enter.",
            (self, n, _) => new EarlierMessageCounted(self, n)) with { Requests = 2 },
        MutexExhibit.Of(
            Unordered,
            "channels-unordered",
            Exclusion,
            "The rules are whole, but the network lets messages overtake one another. Something later may then be heard from a "
            + "process before the earlier request that it has made.",
            (self, n, _) => new Lamport(self, n)),
    ];

    private sealed class EarlierMessageCounted(ProcessId self, int processes) : Lamport(self, processes)
    {
        protected override bool IsLater(Timestamp at) => true;
    }
}
