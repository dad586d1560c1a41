namespace Coterie.Lab.Runs;

/// <summary>Something that a protocol promises of every run, or of every state.</summary>
/// <param name="Name">One word: <c>Exclusion</c>.</param>
/// <param name="Gravity">
/// How grave it is when it is broken; 1 is the gravest. Of two that are broken the graver one is told first.
/// </param>
/// <param name="Promise">What it says, in a sentence without the stop: <c>never two inside</c>.</param>
public sealed record Property(string Name, int Gravity, string Promise)
{
    /// <summary>Whose past explains how it came to be broken; default that of whoever waits or is inside.</summary>
    public Concern Concern { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Whose past explains how a property came to be broken.</summary>
public enum Concern
{
    /// <summary>That of the process whose step showed it, and of whoever waits or is inside.</summary>
    Involved,

    /// <summary>That of whoever is inside.</summary>
    Inside,

    /// <summary>That of everybody: what never happened has no past.</summary>
    Everybody,
}
