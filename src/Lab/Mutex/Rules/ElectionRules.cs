using Coterie.Lab.Runs;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>
/// The rules of the coordinator that may crash: the election is the Bully algorithm; what the coordinator does is that of
/// <see cref="CentralRules"/>.
/// </summary>
internal static class ElectionRules
{
    private const string Paper = "Garcia-Molina 1982, the Bully algorithm";

    private const string Own = "not in the paper";

    private static readonly Rule Elect = new(
        Paper,
        null,
        "Whoever gets no answer from the coordinator, or comes back after a crash, asks the others. If nobody that goes before "
            + "it answers in time, it becomes the coordinator. Here the smaller number goes before the larger one.");

    private static readonly Rule Answer = new(
        Paper,
        null,
        "Whoever is asked answers. If it goes before the one that asks, it takes over the election.");

    private static readonly Rule Defer = new(
        Paper, null, "A process that gets an answer from one that goes before it waits for that one to become the coordinator.");

    private static readonly Rule Announce = new(Paper, null, "A new coordinator tells all others.");

    private static readonly Rule Report = new(
        Own,
        null,
        "A process tells the new coordinator whether it waits or is inside. The coordinator grants nothing before it has waited "
            + "for these reports.");

    private static readonly Rule Probe = new(
        Own,
        null,
        "A process that waits asks the coordinator from time to time whether it is there. The coordinator asks the process that "
            + "is inside. Whoever does not answer in time is taken for crashed.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(ReasonOf);

    private static Reason? ReasonOf(RuleCase step) => step switch
    {
        { Received: { } kind } => OnReceived(step, kind),
        { Deed: null } when step.Sends("election") => new Reason(Elect, "no answer came in time"),
        { Deed: null } when step.Sends("coordinator") => new Reason(Announce, "nobody that goes before it answered in time"),
        { Deed: null } when step.Sends("probe") => new Reason(Probe),
        { Deed: null } when step.Sends("grant") => CentralRules.Granting("nobody has the section any more"),
        _ => CentralRules.Rulebook.ReasonOf(step),
    };

    private static Reason? OnReceived(RuleCase step, string kind) => kind switch
    {
        "election" when step.Answers("coordinator") => new Reason(Announce, "it is the coordinator, and goes before the other"),
        "election" when step.Sends("election") => new Reason(Answer, "it goes before the one that asks"),
        "election" => new Reason(Answer),
        "ok" when step.From?.Value < step.Self.Value => new Reason(Defer, "the other one goes before it"),
        "ok" => new Reason(Elect, "the other one does not go before it"),
        "coordinator" when step.Sends("election") => new Reason(Elect, "it goes before the new coordinator"),
        "coordinator" or "report" => new Reason(Report),
        "probe" or "here" => new Reason(Probe),
        _ => CentralRules.Rulebook.ReasonOf(step),
    };
}
