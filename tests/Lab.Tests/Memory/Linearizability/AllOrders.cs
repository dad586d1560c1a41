using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>The definition, taken at its word: tries every order of every choice of the operations.</summary>
internal static class AllOrders
{
    /// <summary>
    /// Whether some order of all known and any unknown operations explains the results and keeps the order of what did not
    /// overlap.
    /// </summary>
    public static bool AnyExplains(IReadOnlyList<Operation> operations) =>
        Choices(operations).Any(choice => Orders(choice, []).Any(order => KeepsRealTime(order) && Explains(order)));

    private static IEnumerable<List<Operation>> Choices(IReadOnlyList<Operation> operations) =>
        Enumerable.Range(0, 1 << operations.Count)
            .Select(mask => operations.Where((o, i) => (mask & (1 << i)) != 0 || o.Returned is not null).ToList());

    private static IEnumerable<List<Operation>> Orders(List<Operation> left, List<Operation> taken) => left.Count == 0
        ? [taken]
        : left.SelectMany(next => Orders([.. left.Where(o => o != next)], [.. taken, next]));

    private static bool KeepsRealTime(List<Operation> order) =>
        !order.Where((later, i) => order.Take(i).Any(earlier => later.Returned < earlier.Called)).Any();

    private static bool Explains(List<Operation> order)
    {
        int? held = 0;
        foreach (var operation in order)
            held = held is { } value ? operation.On(value) : null;
        return held is not null;
    }
}
