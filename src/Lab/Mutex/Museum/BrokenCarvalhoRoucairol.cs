using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Carvalho and Roucairol's algorithm with one rule broken on purpose.</summary>
internal static class BrokenCarvalhoRoucairol
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        MutexExhibit.Of(
            MutexAlgorithms.CarvalhoRoucairol,
            "authorisation-kept",
            Exclusion,
            "A process that replies keeps the authorisation that it has from the other. Each of the two then believes that it "
            + "may enter without asking.",
            (self, n, _) => new AuthorisationKept(self, n)) with { Requests = 2 },
    ];

    private sealed class AuthorisationKept(ProcessId self, int processes) : CarvalhoRoucairol(self, processes)
    {
        protected override bool GiveBack(ProcessId other) => false;
    }
}
