using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Election;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>The election of a coordinator with one rule broken on purpose.</summary>
internal static class BrokenElection
{
    private static readonly TimeSpan TooShort = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        new Exhibit(
            "time-out-too-short",
            "A process takes another for crashed after 1 ms, although a message there and one back may take longer. The "
            + "coordinator gives the section of a process that is still inside to the next, and two coordinators may be elected.",
            Exclusion,
            ElectionLab.Make(
                "time-out-too-short",
                setup => new ElectedCentral(setup.Self, setup.Processes, setup.Incarnation, TooShort)) with { MostDelay = null }),
        new Exhibit(
            "asks-nobody",
            "A new coordinator does not wait for the others to say who is inside. It takes the section for free, and lets one in "
            + "beside the process to which the old coordinator granted it.",
            Exclusion,
            ElectionLab.Make(
                "asks-nobody", setup => new AsksNobody(setup.Self, setup.Processes, setup.Incarnation)))
        {
            Needs = Circumstances.Restart,
            Processes = 3,
        },
    ];

    private sealed class AsksNobody(ProcessId self, int processes, long life) : ElectedCentral(self, processes, life)
    {
        protected override bool AsksWhoIsInside => false;
    }
}
