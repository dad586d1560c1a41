using Coterie.Lab.Runs;

namespace Coterie.Lab.Memory;

/// <summary>The rules of the variable's lock, which prefers writers.</summary>
internal static class MemoryRulebook
{
    private const string Paper = "Courtois, Heymans and Parnas 1971, second problem";

    private static readonly Rule Read = new(
        Paper, null, "Readers share. A reader waits while a writer is inside, and also while a writer waits.");

    private static readonly Rule Write = new(
        Paper, null, "A writer is alone: it waits while anybody is inside. Meanwhile no new reader is let in.");

    private static readonly Rule Leave = new(Paper, null, "When a writer leaves, the next writer is let in before any reader.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(step => RuleOf(step) is { } rule ? new Reason(rule) : null);

    private static Rule? RuleOf(RuleCase step) => step.Received switch
    {
        "read" or "acquire-read" => Read,
        "write" or "operate" or "acquire-write" => Write,
        "release" => Leave,
        _ => null,
    };
}
