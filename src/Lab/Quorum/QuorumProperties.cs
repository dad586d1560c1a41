using Coterie.Lab.Runs;

namespace Coterie.Lab.Quorum;

/// <summary>What the quorum protocol promises.</summary>
public static class QuorumProperties
{
    /// <summary>Those who share the lock may be inside together; whoever holds it alone is alone.</summary>
    public static Property Exclusion { get; } = new("Exclusion", 1, "never two inside while their votes count");

    /// <summary>A token that does not rise lets a store accept a late write of an earlier holder.</summary>
    public static Property Tokens { get; } = new("Tokens", 2, "tokens rise");

    /// <summary>
    /// A client enters with the votes of a majority of the voters, or again under votes that it has kept. Whether they still
    /// count is not judged here.
    /// </summary>
    public static Property Majority { get; } = new("Majority", 3, "nobody enters without a majority");

    /// <summary>The rules take every command of a client that keeps to them.</summary>
    public static Property Refusal { get; } = new("Refusal", 3, "no command is refused");

    /// <summary>A client enters only with the claim with which it waits.</summary>
    public static Property Answers { get; } = new("Answers", 3, "every claim is answered once");

    /// <summary>No voter gives its vote to a reader that is not inside while a writer waits there.</summary>
    public static Property Priority { get; } = new("Priority", 6, "writers first");

    /// <summary>Whoever asks gets in, as long as a majority of the voters is there.</summary>
    public static Property Progress { get; } = new("Progress", 9, "nobody waits for ever") { Concern = Concern.Everybody };
}
