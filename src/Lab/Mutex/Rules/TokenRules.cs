using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The rules of the algorithms in which one message, the token or privilege, goes to whoever asked for it.</summary>
internal static class TokenRules
{
    private const string Asking = "Suzuki and Kasami 1985";

    private const string Reversing = "Naimi, Trehel and Arnold 1996";

    private static readonly Rules Broadcast = new Rules(
        new Rule(
            Asking, null, "Whoever has the privilege may enter. A process without it asks all others for it."),
        new Rule(
            Asking,
            null,
            "Whoever receives a request notes its number. A process that has the privilege and does not use it hands it over."),
        new Rule(
            Asking,
            null,
            "After its section, a process queues those that have asked meanwhile, and hands the privilege to the first of the "
                + "queue. If nobody has asked, it keeps it."));

    /// <summary>Suzuki and Kasami's.</summary>
    public static Rulebook SuzukiKasami { get; } = Of("privilege", Broadcast);

    /// <summary>The same, with a message that is called token.</summary>
    public static Rulebook Regenerated { get; } = Of("token", Broadcast);

    /// <summary>Naimi and Trehel's.</summary>
    public static Rulebook NaimiTrehel { get; } = Of("token", new Rules(
        new Rule(
            Reversing, null, "Whoever has the token may enter. A process without it asks its father, and has no father then."),
        new Rule(
            Reversing,
            null,
            "A request goes from father to father to the process that asked last, and each on the way makes the requester its "
                + "father. That last process hands the token over, or remembers the requester as the next one."),
        new Rule(Reversing, null, "On leaving, a process hands the token to the next one. If there is none, it keeps it.")));

    private static Rulebook Of(string token, Rules rules) => new(step => ReasonOf(token, rules, step)) { Token = token };

    private static Reason? ReasonOf(string token, Rules rules, RuleCase step) => step switch
    {
        { Deed: Deed.Asked } => new Reason(rules.Ask),
        { Deed: Deed.Entered } => new Reason(rules.Ask, $"it has the {token}"),
        { Deed: Deed.Withdrew } => null,
        { Deed: Deed.Left } when step.Sends(token) => new Reason(rules.Leave),
        { Deed: Deed.Left } => new Reason(rules.Leave, "nobody that it knows of waits"),
        { Received: "request" } when step.Sends(token) => new Reason(rules.Pass, $"it has the {token}, and does not use it"),
        { Received: "request" } => new Reason(rules.Pass),
        { Received: { } kind, Standing: Standing.Waiting } when kind == token => new Reason(rules.Ask),
        { Received: { } kind } when kind == token => new Reason(rules.Leave, "it does not want to enter any more"),
        _ => null,
    };

    private sealed record Rules(Rule Ask, Rule Pass, Rule Leave);
}
