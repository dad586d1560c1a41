using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>
/// The rules of the two algorithms in which a process asks the others and they reply: Ricart and Agrawala's, and that of Carvalho
/// and Roucairol.
/// </summary>
internal static class RequestReplyRules
{
    private const string Paper = "Ricart and Agrawala 1981";

    private const string Kept = "Carvalho and Roucairol 1983";

    /// <summary>
    /// Ricart and Agrawala's. The paper gives no numbers. It writes what a node does as three programs, which it calls processes:
    /// the rules name the one that they belong to.
    /// </summary>
    public static Rulebook RicartAgrawala { get; } = Of(new Rules(
        new Rule(
            Paper,
            null,
            "To enter, a process takes a timestamp larger than all that it has seen, and asks every other process. It enters "
                + "once all of them have replied.")
        {
            Part = "\"process which invokes mutual exclusion\"",
        },
        new Rule(Paper, null, "A process counts the replies to its request, and enters once none is missing.")
        {
            Part = "\"process which receives reply messages\"",
        },
        new Rule(
            Paper,
            null,
            "A process replies to a request at once. But while it is inside, or wants to enter with the smaller timestamp, it "
                + "defers its reply.")
        {
            Part = "\"process which receives request messages\"",
        },
        new Rule(Paper, null, "On leaving, a process replies to all requests whose replies it deferred.")
        {
            Part = "\"process which invokes mutual exclusion\"",
        },
        new Rule(
            "not in the paper",
            null,
            "Messages may be lost or doubled. So a request is sent again until it is answered, it gets the same answer again, "
                + "and only a reply to the standing request counts.")));

    /// <summary>Carvalho and Roucairol's. The paper gives no numbers.</summary>
    public static Rulebook CarvalhoRoucairol { get; } = Of(new Rules(
        new Rule(
            Kept,
            null,
            "A reply is an authorisation, which a process keeps until it replies to the other one itself. To enter, it asks only "
                + "those whose authorisation is missing, and enters once none is missing."),
        new Rule(Kept, null, "A process keeps the authorisations that it receives, and enters once none is missing."),
        new Rule(
            Kept,
            null,
            "A process replies to a request at once, and so gives the authorisation back. But while it is inside, or wants to "
                + "enter with the smaller timestamp, it defers its reply."),
        new Rule(Kept, null, "On leaving, a process replies to all requests whose replies it deferred."),
        new Rule("not in the paper", null, "A request may be withdrawn, and only a reply to the standing request counts.")));

    private static Rulebook Of(Rules rules) => new(step => ReasonOf(rules, step))
    {
        Consent = "reply",
        Clocked = ClockedMessages.Requests,
    };

    private static Reason? ReasonOf(Rules rules, RuleCase step) => step switch
    {
        { Deed: Deed.Asked } when step.Theirs?.Clock <= step.Clock =>
            new Reason(rules.Enter, $"it has seen the timestamp {step.Clock}", IsBroken: true),
        { Deed: Deed.Asked } => new Reason(rules.Enter),
        { Deed: Deed.Entered, Missing: > 0 } =>
            new Reason(rules.Enter, $"{Count(step.Missing, "reply is", "replies are")} missing", IsBroken: true),
        { Deed: Deed.Entered } => new Reason(rules.Enter, "no reply is missing"),
        { Deed: Deed.Left or Deed.Withdrew } => new Reason(rules.Leave),
        { IsSentAgain: true } => new Reason(rules.Again),
        { Received: "request" } => OnRequest(rules, step),
        { Received: "reply", IsAboutOwn: false } => new Reason(rules.Again, "it does not wait for this reply"),
        { Received: "reply", Missing: 0 } => new Reason(rules.Count, "no reply is missing any more"),
        { Received: "reply" } =>
            new Reason(rules.Count, $"{Count(step.Missing, "reply is", "replies are")} still missing"),
        _ => null,
    };

    private static Reason? OnRequest(Rules rules, RuleCase step) => (step.Answers("reply"), step.Standing) switch
    {
        (true, _) when step.WasAnswered => new Reason(rules.Again, "it replied to this request before"),
        (true, Standing.Outside) => new Reason(rules.Reply, "it does not want to enter"),
        (true, Standing.Inside) => new Reason(rules.Reply, $"it is inside with {step.Own}", IsBroken: true),
        (true, _) when step.IsFirst => new Reason(rules.Reply, $"its own request {step.Own} goes first", IsBroken: true),
        (true, _) => new Reason(rules.Reply, $"{step.Theirs} goes before its own request {step.Own}"),
        (false, _) when step.IsLate => new Reason(rules.Again, "it is older than a request that came before"),
        (false, _) when step.WasAnswered => null,
        (false, Standing.Inside) => new Reason(rules.Reply, $"it is inside with {step.Own}"),
        (false, Standing.Waiting) when step.IsFirst => new Reason(rules.Reply, $"its own request {step.Own} goes first"),
        (false, Standing.Waiting) =>
            new Reason(rules.Reply, $"{step.Theirs} goes before its own request {step.Own}", IsBroken: true),
        _ => null,
    };

    private static string Count(int count, string one, string several) => $"{count} {(count == 1 ? one : several)}";

    private sealed record Rules(Rule Enter, Rule Count, Rule Reply, Rule Leave, Rule Again);
}
