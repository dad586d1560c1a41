using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Mutex.Museum;

/// <summary>The exhibits of mutual exclusion.</summary>
internal static class MutexExhibit
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        .. BrokenRicartAgrawala.Exhibits,
        .. BrokenCentral.Exhibits,
        .. BrokenElection.Exhibits,
        .. BrokenLamport.Exhibits,
        .. BrokenCarvalhoRoucairol.Exhibits,
        .. BrokenVoting.Exhibits,
        .. BrokenSuzukiKasami.Exhibits,
        .. BrokenRegeneration.Exhibits,
        .. BrokenRaymond.Exhibits,
        .. BrokenNaimiTrehel.Exhibits,
    ];

    /// <summary><paramref name="algorithm"/>, broken by other rules.</summary>
    public static Exhibit Of(
        MutexAlgorithm algorithm,
        string name,
        Property breaks,
        string explanation,
        Func<ProcessId, int, MutexSettings, MutexRules> create) =>
        new(name, explanation, breaks, MutexLab.Of(algorithm with { Bug = name, Make = create }));
}
