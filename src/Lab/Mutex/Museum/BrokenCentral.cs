using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>The central coordinator with one rule broken on purpose.</summary>
internal static class BrokenCentral
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        MutexExhibit.Of(
            MutexAlgorithms.Central,
            "grants-two",
            Exclusion,
            "The coordinator grants without looking whether somebody is inside. Whoever asks gets in.",
            (self, n, _) => new GrantsTwo(self, n)),
    ];

    private sealed class GrantsTwo(ProcessId self, int processes) : Central(self, processes)
    {
        protected override bool MayGrant => true;
    }
}
