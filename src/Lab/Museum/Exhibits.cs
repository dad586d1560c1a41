using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Lab.Museum;

/// <summary>The museum of bugs: broken variants of the algorithms, each of which the checker, the explorer or both catch.</summary>
public static class Exhibits
{
    /// <summary>All of them. No two have the same name.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        .. BrokenRicartAgrawala.Exhibits, .. BrokenCentral.Exhibits, .. BrokenLamport.Exhibits, .. BrokenCarvalhoRoucairol.Exhibits, .. BrokenVoting.Exhibits,
        .. BrokenSuzukiKasami.Exhibits, .. BrokenRaymond.Exhibits, .. BrokenNaimiTrehel.Exhibits,
    ];

    /// <summary>The exhibit of that name; null where there is none.</summary>
    public static Exhibit? Find(string name) => All.FirstOrDefault(exhibit => exhibit.Name == name);

    /// <summary>The algorithm of that name, broken where <paramref name="bug"/> is given; null where there is none.</summary>
    public static MutexAlgorithm? Algorithm(string name, string? bug) => bug is null
        ? MutexAlgorithms.Find(name)
        : All.FirstOrDefault(exhibit => exhibit.Name == bug && exhibit.Algorithm.Name == name)?.Algorithm;
}
