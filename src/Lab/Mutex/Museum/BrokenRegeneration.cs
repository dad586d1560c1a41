using Coterie.Lab.Museum;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms.Regeneration;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>The regeneration of a token with one rule broken on purpose.</summary>
internal static class BrokenRegeneration
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        new Exhibit(
            "regenerates-alone",
            "A process that has waited long makes a new token without asking anybody. The old one was only slow or in use, and "
            + "two enter.",
            Exclusion,
            RegenerationLab.Make(
                "regenerates-alone", setup => new RegeneratesAlone(setup.Self, setup.Processes, setup.Incarnation))),
        new Exhibit(
            "old-token-taken",
            "A process takes any token that comes, whatever its epoch. An old one that was on its way while a new one was made "
            + "lets a second process in.",
            Exclusion,
            RegenerationLab.Make(
                "old-token-taken", setup => new OldTokenTaken(setup.Self, setup.Processes, setup.Incarnation)))
        {
            Processes = 3,
            IsRare = true,
        },
    ];

    private sealed class RegeneratesAlone(ProcessId self, int processes, long life) : RegeneratedToken(self, processes, life)
    {
        protected override bool AsksFirst => false;
    }

    private sealed class OldTokenTaken(ProcessId self, int processes, long life) : RegeneratedToken(self, processes, life)
    {
        protected override bool Refuses(Timestamp epoch) => false;
    }
}
