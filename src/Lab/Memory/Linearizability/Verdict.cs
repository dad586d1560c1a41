namespace Coterie.Lab.Memory.Linearizability;

/// <summary>What the judge says of a history.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>An order of the operations exists that explains all that was read.</summary>
    public sealed record Linearizable : Verdict;

    /// <summary>No such order exists; <paramref name="Explanation"/> names the operations that exclude each other.</summary>
    public sealed record Violated(string Explanation) : Verdict;

    /// <summary>The search was given up at its bound.</summary>
    public sealed record Undecided(string Reason) : Verdict;
}
