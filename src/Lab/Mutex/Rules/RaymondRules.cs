using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The two routines of Raymond's algorithm, which run after each step.</summary>
internal static class RaymondRules
{
    private const string Paper = "Raymond 1989";

    private const string Privilege = "privilege";

    private static readonly Rule Assign = new(
        Paper,
        "ASSIGN_PRIVILEGE",
        "If the privilege is here and nobody is inside, it goes to the first of the queue: the process itself enters, or a "
            + "neighbour gets it.");

    private static readonly Rule Make = new(
        Paper,
        "MAKE_REQUEST",
        "If the privilege is elsewhere and somebody waits in its queue, a process asks its neighbour on the side of the "
            + "privilege, but only once.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(ReasonOf) { Token = Privilege };

    private static Reason? ReasonOf(RuleCase step) => step switch
    {
        { Deed: Deed.Entered } => new Reason(Assign, "it has the privilege, and is the first of its queue"),
        { Deed: Deed.Withdrew } => null,
        _ when step.Sends(Privilege) => new Reason(Assign, "a neighbour is the first of its queue"),
        { Deed: Deed.Left } => new Reason(Assign, "its queue is empty"),
        _ when step.Sends("request") => new Reason(Make),
        { Deed: Deed.Asked } or { Received: "request" } => new Reason(Make, "it joins the queue"),
        { Received: Privilege } => new Reason(Assign),
        _ => null,
    };
}
