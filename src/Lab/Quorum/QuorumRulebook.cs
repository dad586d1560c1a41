using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Quorum;

/// <summary>The rules of the lock by votes that show in single steps, with their numbers in <c>docs/protocol.md</c>.</summary>
internal static class QuorumRulebook
{
    private const string Document = "docs/protocol.md";

    private static readonly Rule Ask = Numbered(
        6, "A client asks all voters that answer its beats, and asks those again that have not given their vote.");

    private static readonly Rule Vote = Numbered(
        8, "A voter gives its vote to the first of its queue: exclusive requests before shared ones, then by ticket.");

    private static readonly Rule Yield = Numbered(
        9, "If a request waits behind a vote that is out, the voter inquires. A client yields unless it is inside.");

    private static readonly Rule Enter = Numbered(10, "A client enters when the votes of a majority of the voters count.");

    private static readonly Rule Release = Numbered(
        11, "A client that leaves releases its votes, and sends the release again until the voters answer.");

    private static readonly Rule Recover = Numbered(
        12, "A voter without memory waits until all earlier votes have ended, and asks the others what it must know.");

    private static readonly Rule Token = Numbered(
        15, "The token is one more than the largest floor of the votes. If others are lower, the client raises them.");

    private static readonly Rule Store = Numbered(
        19, "Whoever is inside alone stores values with its token. A value is stored once a majority of the voters has it.");

    private static readonly Rule Look = Numbered(
        21, "A look is sure as soon as a majority of the voters answers with the same stamp.");

    private static readonly Rule Watch = Numbered(
        24, "A voter sends the values of the watched names; a client shows what a majority has told with the same stamp.");

    private static readonly Rule Lapse = Numbered(
        2, "A vote counts for a lease after the latest answered beat was sent. Without a majority, the lock is lost.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(step => RuleOf(step) is { } rule ? new Reason(rule) : null);

    private static Rule Numbered(int number, string text) => new(Document, $"rule {number}", text);

    private static Rule? RuleOf(RuleCase step) => step switch
    {
        { Deed: Deed.Entered } => Enter,
        { Deed: Deed.Lost } => Lapse,
        { Deed: Deed.Left or Deed.Withdrew } when step.Sends("release") => Release,
        { Received: "request" } when step.Sends("inquire") => Yield,
        { Received: { } kind } => OfMessage(kind),
        { Deed: Deed.Asked } => Ask,
        _ => null,
    };

    private static Rule? OfMessage(string kind) => kind switch
    {
        "request" or "queued" or "grant" => Vote,
        "inquire" or "yield" or "busy" => Yield,
        "raise" or "raised" => Token,
        "release" or "over" => Release,
        "store" or "stored" => Store,
        "look" or "seen" => Look,
        "recall" or "forgotten" or "floors" => Recover,
        "watch" or "changed" or "followed" => Watch,
        _ => null,
    };
}
