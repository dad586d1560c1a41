using System.Runtime.InteropServices;

namespace Coterie.Lab.Memory.Linearizability;

/// <summary>How many operations that a search has not taken yet must find a value, and how many would leave it.</summary>
internal sealed class Values
{
    private readonly Dictionary<int, (int Finders, int Leavers)> _left = [];
    private int _additions; // each may leave any value

    public Values(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
            PutBack(operation);
    }

    /// <summary>Whether an operation that must happen wants this value, and nothing would bring it back.</summary>
    public bool IsStillNeeded(int value) =>
        _additions == 0 && _left.GetValueOrDefault(value) is { Finders: > 0, Leavers: 0 };

    public void Take(Operation operation) => Count(operation, -1);

    public void PutBack(Operation operation) => Count(operation, 1);

    private void Count(Operation operation, int change)
    {
        _additions += operation.Function == Function.Add ? change : 0;
        if (operation is { Finds: { } found, Returned: not null })
            Of(found).Finders += change;
        if (operation.Leaves is { } left)
            Of(left).Leavers += change;
    }

    private ref (int Finders, int Leavers) Of(int value) => ref CollectionsMarshal.GetValueRefOrAddDefault(_left, value, out _);
}
