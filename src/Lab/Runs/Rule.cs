namespace Coterie.Lab.Runs;

/// <summary>A rule of a protocol in words, for somebody who looks at a run step by step.</summary>
/// <param name="Source">Where it stands: <c>Ricart and Agrawala 1981</c>.</param>
/// <param name="Name">What the source calls it, such as <c>rule 3</c>; null if it has no name or number there.</param>
/// <param name="Text">What it says, in a sentence or two.</param>
internal sealed record Rule(string Source, string? Name, string Text)
{
    /// <summary><c>rule 3 (Ricart and Agrawala 1981)</c>, or the source alone.</summary>
    public string Title => Name is null ? Source : $"{Name} ({Source})";
}

/// <summary>Why a process did what it did.</summary>
/// <param name="Rule">The rule that it followed or broke.</param>
/// <param name="Because">
/// What made the rule apply, after a colon: <c>its own request 1.3 goes before 2.1</c>. Null if there is nothing to add.
/// </param>
/// <param name="IsBroken">Whether the step breaks the rule. Only a protocol with a bug does that.</param>
internal sealed record Reason(Rule Rule, string? Because = null, bool IsBroken = false);
