using System.Text;

namespace Coterie.Lab.Memory.Linearizability;

/// <summary>
/// Says why the operations of one register cannot be put in an order: by the first result that is wrong, and the few operations
/// that exclude it.
/// </summary>
internal sealed class Explanation
{
    private readonly Func<IReadOnlyList<Operation>, bool?> _isLinearizable;

    private Explanation(Func<IReadOnlyList<Operation>, bool?> isLinearizable) => _isLinearizable = isLinearizable;

    /// <summary>The explanation for operations that are not linearizable.</summary>
    public static string Of(
        string key, IReadOnlyList<Operation> operations, Func<IReadOnlyList<Operation>, bool?> isLinearizable) =>
        new Explanation(isLinearizable).Explain(key, operations);

    private string Explain(string key, IReadOnlyList<Operation> operations)
    {
        var prefix = ShortestFailingPrefix(operations);
        var culprit = prefix.MaxBy(o => o.Returned ?? 0)!;
        var text = new StringBuilder($"{key} is not linearizable: {culprit}, and ");
        var possible = PossibleFinds(prefix, culprit);
        text.AppendLine(possible.Count == 0
            ? "nothing it could have found fits."
            : $"could have found {string.Join(" or ", possible)} only.");
        text.AppendLine("These alone exclude each other:");
        foreach (var operation in SmallestFailing(prefix))
            text.AppendLine($"  {operation}");
        return text.ToString();
    }

    /// <summary>
    /// What a prefix of a linearizable history is, is linearizable: so the shortest that is not can be found by halving.
    /// </summary>
    private List<Operation> ShortestFailingPrefix(IReadOnlyList<Operation> operations)
    {
        var returns = operations.Where(o => o.Returned is not null).Select(o => o.Returned!.Value).Order().ToList();
        var (good, bad) = (-1, returns.Count - 1);
        while (bad - good > 1)
        {
            var middle = (good + bad) / 2;
            if (Fails(Until(operations, returns[middle])))
                bad = middle;
            else
                good = middle;
        }
        return Until(operations, returns[bad]);
    }

    private static List<Operation> Until(IReadOnlyList<Operation> operations, int place) =>
    [
        .. operations
            .Where(o => o.Called < place)
            .Select(o => o.Returned <= place ? o : o with { Returned = null })
            .Where(o => o.Returned is not null || o.Function != Function.Read),
    ];

    private List<int> PossibleFinds(List<Operation> prefix, Operation culprit)
    {
        var values = prefix.Select(o => o.Function == Function.Read ? 0 : o.Value).Append(0).Distinct().Order();
        return [.. values.Where(value => _isLinearizable([.. prefix.Select(o => o == culprit ? Finding(o, value) : o)]) == true)];
    }

    private static Operation Finding(Operation o, int value) =>
        o.Function == Function.Read ? o with { Value = value } : o with { Expected = value };

    /// <summary>
    /// Leaves out what is not needed for the contradiction: single reads, and a value together with all that write or find it.
    /// A write alone must stay, or what it explains would seem to be wrong.
    /// </summary>
    private List<Operation> SmallestFailing(List<Operation> operations)
    {
        var left = operations;
        foreach (var value in operations.Select(o => o.Value).Distinct())
            left = WithoutIfFailing(left, o => IsReadOrWriteOf(o, value) && !IsExpected(left, value));
        foreach (var read in operations.Where(o => o.Function == Function.Read))
            left = WithoutIfFailing(left, o => o == read);
        return left;
    }

    private List<Operation> WithoutIfFailing(List<Operation> operations, Predicate<Operation> leaveOut)
    {
        var fewer = operations.FindAll(o => !leaveOut(o));
        return fewer.Count < operations.Count && Fails(fewer) ? fewer : operations;
    }

    private static bool IsReadOrWriteOf(Operation operation, int value) =>
        operation.Function is Function.Read or Function.Write && operation.Value == value;

    private bool Fails(List<Operation> operations) => _isLinearizable(operations) == false;

    private static bool IsExpected(List<Operation> operations, int value) =>
        operations.Exists(operation => operation.Function == Function.Cas && operation.Expected == value);
}
