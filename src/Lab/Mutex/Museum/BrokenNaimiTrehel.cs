using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Naimi and Trehel's algorithm with one rule broken on purpose.</summary>
internal static class BrokenNaimiTrehel
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        MutexExhibit.Of(
            MutexAlgorithms.NaimiTrehel,
            "token-assumed",
            Exclusion,
            "A process that still waits for the token hands it over to who asks next. The token comes as well, "
            + "and there are two.",
            (self, n, _) => new TokenAssumed(self, n)),
    ];

    private sealed class TokenAssumed(ProcessId self, int processes) : NaimiTrehel(self, processes)
    {
        protected override bool MustWait => Phase == Phase.Held;
    }
}
