using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Lab.Mutex.MutexProperties;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>The central coordinator with one rule broken on purpose.</summary>
internal static class BrokenCentral
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        Of(
            "grants-two",
            Exclusion,
            "The coordinator grants without looking whether somebody is inside. Whoever asks gets in.",
            (self, n, _) => new GrantsTwo(self, n)),
        Of(
            "newest-first",
            Overtaking,
            "The coordinator grants the request that came last, so whoever has just come passes all that wait. As long as others "
            + "go on asking, the one that came first waits: it is starved.",
            (self, n, _) => new NewestFirst(self, n)) with { Requests = 2 },
        Of(
            "smallest-number-first",
            Overtaking,
            "The numbers of the processes are priorities: of those that wait, the coordinator grants the smallest number. As "
            + "long as two others take turns, the process with the largest number waits: it is starved.",
            (self, n, _) => new SmallestNumberFirst(self, n)) with { Processes = 3, Requests = 2 },
    ];

    private static Exhibit Of(
        string name, Property breaks, string explanation, Func<ProcessId, int, MutexSettings, MutexRules> create) =>
        MutexExhibit.Of(MutexAlgorithms.Central, name, breaks, explanation, create);

    private sealed class GrantsTwo(ProcessId self, int processes) : Central(self, processes)
    {
        protected override bool MayGrant => true;
    }

    private sealed class NewestFirst(ProcessId self, int processes) : Central(self, processes)
    {
        protected override Timestamp NextOf(IReadOnlyList<Timestamp> waiting) => waiting[^1];
    }

    private sealed class SmallestNumberFirst(ProcessId self, int processes) : Central(self, processes)
    {
        protected override Timestamp NextOf(IReadOnlyList<Timestamp> waiting) =>
            waiting.MinBy(request => request.Process.Value);
    }
}
