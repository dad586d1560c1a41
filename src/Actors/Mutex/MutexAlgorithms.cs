namespace Coterie.Mutex;

/// <summary>The algorithms by name: the one place that knows them all.</summary>
public static class MutexAlgorithms
{
    /// <summary>Ricart and Agrawala 1981, the default.</summary>
    public static MutexAlgorithm RicartAgrawala { get; } = new(
        "ricart-agrawala",
        (self, processes) => new RicartAgrawala(self, processes),
        new MutexPromises(EntersInTimestampOrder: true, NeedsEveryReply: true, new MessageCost("2(N-1)", n => 2 * (n - 1), n => 2 * (n - 1))),
        new NetworkNeeds(InOrder: false, Lossless: false));

    /// <summary>What runs where none is named.</summary>
    public static MutexAlgorithm Default => RicartAgrawala;

    /// <summary>All of them, in the order of the literature.</summary>
    public static IReadOnlyList<MutexAlgorithm> All { get; } = [RicartAgrawala];

    /// <summary>The algorithm of that name, broken where <paramref name="bug"/> is given; null where there is none.</summary>
    public static MutexAlgorithm? Find(string name, string? bug = null) =>
        bug is null ? All.FirstOrDefault(algorithm => algorithm.Name == name)
        : Museum.All.FirstOrDefault(exhibit => exhibit.Name == bug && exhibit.Algorithm.Name == name)?.Algorithm;
}
