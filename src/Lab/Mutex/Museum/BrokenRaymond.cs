using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>Raymond's algorithm with one rule broken on purpose.</summary>
internal static class BrokenRaymond
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        Of(
            "pointer-not-turned",
            Exclusion,
            "A process that passes the privilege on goes on pointing to itself. It enters as if it had the privilege, beside "
            + "the one that has.",
            (self, n, settings) => new PointerNotTurned(self, n, settings.Tree)),
        Of(
            "asked-not-cleared",
            Progress,
            "A process that gets the privilege does not forget that it has asked. Once it has passed the privilege on, it "
            + "never asks again, and waits for ever.",
            (self, n, settings) => new AskedNotCleared(self, n, settings.Tree)) with { Requests = 2 },
    ];

    private static Exhibit Of(
        string name, Property breaks, string explanation, Func<ProcessId, int, MutexSettings, MutexRules> create) =>
        MutexExhibit.Of(MutexAlgorithms.Raymond, name, breaks, explanation, create);

    private sealed class PointerNotTurned(ProcessId self, int processes, Tree tree) : Raymond(self, processes, tree)
    {
        protected override void Turn(ProcessId next)
        {
        }
    }

    private sealed class AskedNotCleared(ProcessId self, int processes, Tree tree) : Raymond(self, processes, tree)
    {
        protected override bool AsksOnce => true;
    }
}
