namespace Coterie.Lab.Runs;

/// <summary>A rule of a protocol in words, for somebody who looks at a run step by step.</summary>
/// <param name="Source">Where it stands: <c>Lamport 1978</c>.</param>
/// <param name="Name">What the source calls it, such as <c>rule 3</c>; null if it has no name or number there.</param>
/// <param name="Text">What it says, in a sentence or two.</param>
internal sealed record Rule(string Source, string? Name, string Text)
{
    /// <summary>
    /// The part of the source that says it, by the title that this part has there. For a rule without a name. Default null.
    /// </summary>
    public string? Part { get; init; }

    /// <summary><c>rule 3 (Lamport 1978)</c>; without a name the source, and its part.</summary>
    public string Title => (Name, Part) switch
    {
        ({ } name, _) => $"{name} ({Source})",
        (_, { } part) => $"{Source}, {part}",
        _ => Source,
    };
}

/// <summary>Why a process did what it did.</summary>
/// <param name="Rule">The rule that it followed or broke.</param>
/// <param name="Because">
/// What made the rule apply, after a colon: <c>its own request 1.3 goes before 2.1</c>. Null if there is nothing to add.
/// </param>
/// <param name="IsBroken">Whether the step breaks the rule. Only a protocol with a bug does that.</param>
internal sealed record Reason(Rule Rule, string? Because = null, bool IsBroken = false);
