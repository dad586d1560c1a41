namespace Coterie.Lab.Runs;

/// <summary>Something that a protocol promises of every run, or of every state.</summary>
/// <param name="Name">One word: <c>Exclusion</c>.</param>
/// <param name="Gravity">
/// How grave a violation is; 1 is the gravest. If two properties are broken, the graver one is reported first.
/// </param>
/// <param name="Promise">The promise, in a sentence without the full stop: <c>never two inside</c>.</param>
public sealed record Property(string Name, int Gravity, string Promise)
{
    /// <summary>The past of which processes explains a violation. Default <see cref="Concern.Involved"/>.</summary>
    public Concern Concern { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The past of which processes explains a violation of a property.</summary>
public enum Concern
{
    /// <summary>The process whose step showed it, and all processes that wait or are inside.</summary>
    Involved,

    /// <summary>All processes that are inside.</summary>
    Inside,

    /// <summary>All processes: something that never happened has no past of its own.</summary>
    Everybody,
}
