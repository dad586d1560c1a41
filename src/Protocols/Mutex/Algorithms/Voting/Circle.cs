using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>The processes 1 to N in a circle.</summary>
internal static class Circle
{
    /// <summary>
    /// <paramref name="count"/> processes, beginning with <paramref name="first"/>, in the order of their numbers.
    /// </summary>
    public static IReadOnlyList<ProcessId> Arc(ProcessId first, int count, int processes) =>
        At(first, Enumerable.Range(0, count), processes);

    /// <summary>
    /// The processes that stand <paramref name="distances"/> after <paramref name="first"/>, in the order of their numbers.
    /// </summary>
    public static IReadOnlyList<ProcessId> At(ProcessId first, IEnumerable<int> distances, int processes) =>
    [
        .. distances.Select(distance => new ProcessId(((first.Value - 1 + distance) % processes) + 1))
            .OrderBy(process => process.Value),
    ];
}
