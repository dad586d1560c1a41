using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The rules by which the members of a quorum vote; the algorithms differ in their quorums.</summary>
internal static class VotingRuleTexts
{
    private const string Paper = "Maekawa 1985";

    private static readonly Rule Vote = new(
        Paper, null, "A member gives its only vote to one request at a time, the earliest of those that wait.");

    private static readonly Rule AskBack = new(
        Paper, null, "If an earlier request comes, a member asks for its vote back from the later request that has it.");

    private static readonly Rule Fail = new(
        Paper, null, "A member tells a request that an earlier one has its vote, or gets it next.");

    private static readonly Rule GiveBack = new(
        Paper, null, "A process that was refused by a member cannot enter now. It gives back the votes that it is asked for.");

    private static readonly Rule Release = new(
        Paper, null, "On leaving, a process releases its quorum. Each member then votes for the next request.");

    /// <summary>Maekawa's quorums.</summary>
    public static Rulebook Maekawa { get; } = Of(new Rule(
        Paper,
        null,
        "To enter, a process asks all members of its quorum, and enters once it has all their votes. Any two quorums share a "
            + "member."));

    /// <summary>Majorities.</summary>
    public static Rulebook Majority { get; } = Of(new Rule(
        "Thomas 1979",
        null,
        "To enter, a process asks a majority, and enters once it has all their votes. Any two majorities share a member."));

    private static Rulebook Of(Rule enter) => new(step => ReasonOf(enter, step))
    {
        Consent = "locked",
        GivenBack = "relinquish",
        Clocked = ClockedMessages.Requests,
    };

    private static Reason? ReasonOf(Rule enter, RuleCase step) => step switch
    {
        { Deed: Deed.Asked or Deed.Entered } => new Reason(enter),
        { Deed: Deed.Left or Deed.Withdrew } or { Received: "release" } => new Reason(Release),
        { Received: "request" } when step.Answers("locked") => new Reason(Vote, "its vote was free"),
        { Received: "request" } when step.Sends("inquire") => new Reason(AskBack, "a later request has the vote"),
        { Received: "request" } when step.Answers("failed") => new Reason(Fail, "an earlier request has the vote or waits"),
        { Received: "relinquish" } => new Reason(Vote, "its vote is back"),
        { Received: "inquire" or "failed" } when step.Sends("relinquish") => new Reason(GiveBack),
        { Received: "inquire", Standing: Standing.Inside } => new Reason(Release, "it is inside; its release will answer"),
        { Received: "inquire" } => new Reason(GiveBack, "it may still enter, so it keeps the vote for now"),
        { Received: "failed" } => new Reason(Fail),
        { Received: "locked", IsAboutOwn: true } => new Reason(enter),
        _ => null,
    };
}
