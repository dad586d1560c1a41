using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The rules of Lamport's algorithm, with their numbers in the paper.</summary>
internal static class LamportRules
{
    private const string Paper = "Lamport 1978";

    private static readonly Rule Ask = new(
        Paper, "rule 1", "To enter, a process sends a request with a timestamp to all others, and puts it on its own queue.");

    private static readonly Rule Acknowledge = new(
        Paper, "rule 2", "Whoever receives a request puts it on its queue, and acknowledges it with a later timestamp.");

    private static readonly Rule Release = new(
        Paper, "rule 3", "On leaving, a process takes its request off its queue, and sends a release to all others.");

    private static readonly Rule Remove = new(Paper, "rule 4", "Whoever receives a release takes that request off its queue.");

    private static readonly Rule Enter = new(
        Paper,
        "rule 5",
        "A process enters when (i) its own request is the first in its queue, and (ii) it has received a later message from "
            + "every other process.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(ReasonOf)
    {
        Consent = "acknowledge",
        Clocked = ClockedMessages.All,
    };

    private static Reason? ReasonOf(RuleCase step) => step switch
    {
        { Deed: Deed.Asked } => new Reason(Ask),
        { Deed: Deed.Entered } => new Reason(Enter),
        { Deed: Deed.Left or Deed.Withdrew } => new Reason(Release),
        { Received: "request" } => new Reason(Acknowledge),
        { Received: "release" } => new Reason(Remove),
        { Received: "acknowledge", IsAboutOwn: true } => new Reason(Enter, "a message that is later than its own request"),
        _ => null,
    };
}
