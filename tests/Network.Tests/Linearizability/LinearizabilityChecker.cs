namespace Coterie.Network.Tests.Linearizability;

/// <summary>
/// Judges whether registers that hold 0 at first behaved as if each operation had taken effect at one moment between its call and its return. Each
/// register is judged alone: that is enough (Herlihy and Wing, <i>Linearizability</i>, 1990, theorem 1).
/// </summary>
internal static class LinearizabilityChecker
{
    private const int Initially = 0;

    /// <summary>The verdict on a history.</summary>
    /// <param name="history">What was recorded.</param>
    /// <param name="mostConfigurations">How many sets of operations and values the search for one register may visit.</param>
    /// <param name="patience">How long the whole may take; without end if left out.</param>
    public static Verdict Check(History history, int mostConfigurations = 1_000_000, TimeSpan? patience = null)
    {
        using var tooLong = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan);
        foreach (var (key, operations) in history.Operations())
        {
            switch (IsLinearizable(operations, mostConfigurations, tooLong.Token))
            {
                case null:
                    return new Verdict.Undecided($"{key}: no order of its {operations.Count} operations was found or excluded within the bounds of the search.");
                case false:
                    return new Verdict.Violated(Explanation.Of(key, operations, some => IsLinearizable(some, mostConfigurations, tooLong.Token)));
            }
        }
        return new Verdict.Linearizable();
    }

    private static bool? IsLinearizable(IReadOnlyList<Operation> operations, int mostConfigurations, CancellationToken tooLong) =>
        new Search(operations).Run(Initially, mostConfigurations, tooLong);
}
