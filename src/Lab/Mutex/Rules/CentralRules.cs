using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The rules of the central coordinator.</summary>
internal static class CentralRules
{
    private const string Book = "textbook, central coordinator";

    private static readonly Rule Ask = new(Book, null, "To enter, a process asks the coordinator, and waits for its grant.");

    private static readonly Rule Grant = new(
        Book, null, "The coordinator grants the section to one request at a time, in the order in which they reached it.");

    private static readonly Rule Leave = new(
        Book, null, "On leaving, a process tells the coordinator, which grants the next request.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(ReasonOf) { Consent = "grant" };

    /// <summary>The coordinator grants the section of its own, not in answer to a message.</summary>
    /// <param name="because">See <see cref="Reason.Because"/>.</param>
    public static Reason Granting(string because) => new(Grant, because);

    private static Reason? ReasonOf(RuleCase step) => step switch
    {
        { Deed: Deed.Asked } => new Reason(Ask),
        { Deed: Deed.Left or Deed.Withdrew } or { Received: "release" } => new Reason(Leave),
        { Received: "request" } when step.Answers("grant") => new Reason(Grant, "nobody has the section"),
        { Received: "request" } => new Reason(Grant, "the request must wait"),
        { Received: "grant" } or { Deed: Deed.Entered } => new Reason(Grant),
        _ => null,
    };
}
