namespace Coterie.Lab.Workloads;

/// <summary>Which processes each node of a run has.</summary>
internal static class RunShares
{
    /// <summary>The first process of each node, and how many it has, as even as can be.</summary>
    public static IEnumerable<(int First, int Count)> Of(int processes, int nodes)
    {
        var first = 1;
        for (var number = 1; number <= nodes; number++)
        {
            var count = (processes - first + 1) / (nodes - number + 1);
            yield return (first, count);
            first += count;
        }
    }
}
