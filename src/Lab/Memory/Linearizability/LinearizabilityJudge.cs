namespace Coterie.Lab.Memory.Linearizability;

/// <summary>
/// Judges whether registers that hold 0 at first behaved as if each operation had taken effect at one moment between its call
/// and its return. Each
/// register is judged alone: that is enough (Herlihy and Wing, <i>Linearizability</i>, 1990, theorem 1).
/// </summary>
internal static class LinearizabilityJudge
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
                    return new Verdict.Undecided(
                        $"{key}: no order of its {operations.Count} operations was found or excluded within the bounds of the "
                        + "search.");
                case false:
                    return new Verdict.Violated(
                        Explanation.Of(key, operations, some => IsLinearizable(some, mostConfigurations, tooLong.Token)));
            }
        }
        return new Verdict.Linearizable();
    }

    /// <summary>The verdict on the operations of one register.</summary>
    /// <param name="key">The name of the register.</param>
    /// <param name="operations">Its operations, in the order of their calls.</param>
    /// <param name="mostConfigurations">See the other method.</param>
    public static Verdict Check(string key, IReadOnlyList<Operation> operations, int mostConfigurations) =>
        IsLinearizable(operations, mostConfigurations, CancellationToken.None) switch
        {
            true => new Verdict.Linearizable(),
            null => new Verdict.Undecided(
                $"{key}: its {operations.Count} operations could not be judged within the bounds of the search."),
            false => new Verdict.Violated(
                Explanation.Of(key, operations, some => IsLinearizable(some, mostConfigurations, CancellationToken.None))),
        };

    private static bool? IsLinearizable(IReadOnlyList<Operation> operations, int mostConfigurations, CancellationToken tooLong) =>
        new Search(operations).Run(Initially, mostConfigurations, tooLong);
}
