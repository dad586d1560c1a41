namespace Coterie.Lab.Workloads;

/// <summary>Divides the processes of a run among its nodes.</summary>
internal static class RunShares
{
    /// <summary>The first process of each node, and how many it has. The numbers differ by one at most.</summary>
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
