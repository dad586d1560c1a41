using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Memory;

/// <summary>The rules of the variable's lock, which prefers writers.</summary>
internal static class MemoryRulebook
{
    private const string Paper = "Courtois, Heymans and Parnas 1971, second problem";

    private static readonly Rule Read = new(
        Paper, null, "Readers share. A reader waits while a writer is inside, and also while a writer waits.");

    private static readonly Rule Write = new(
        Paper, null, "A writer is alone: it waits while anybody is inside. Meanwhile no new reader is let in.");

    private static readonly Rule Leave = new(
        Paper, null, "Whoever leaves gives its lock back. Then a writer that waits is let in before any reader.");

    private static readonly Rule Enter = new(
        Paper, null, "A reader is let in if no writer is inside or waits, and a writer if nobody is inside.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(step => RuleOf(step) is { } rule ? new Reason(rule) : null);

    private static Rule? RuleOf(RuleCase step) => step switch
    {
        { Deed: Deed.Entered } or { Received: "granted" } => Enter,
        { Deed: Deed.Left or Deed.Withdrew } or { Received: "release" } => Leave,
        { Received: { } received } => OfRequest(received),
        { Deed: Deed.Asked } => step.Sent.Select(sent => OfRequest(sent.Kind)).FirstOrDefault(rule => rule is not null),
        _ => null,
    };

    private static Rule? OfRequest(string kind) => kind switch
    {
        "read" or "acquire-read" => Read,
        "write" or "operate" or "acquire-write" => Write,
        _ => null,
    };
}
