using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>The rules by which a lost token is made again, around those of Suzuki and Kasami.</summary>
internal static class RegenerationRules
{
    private const string Token = "token";

    private const string Idea = "after an idea of Nishio, Li and Manning 1990";

    private static readonly Rule Seek = new(
        Idea,
        null,
        "A process that has waited for long asks all others who has the token. If nobody has it, it makes a new one, of a later "
            + "epoch.");

    private static readonly Rule Answer = new(
        Idea,
        null,
        "Whoever is asked says whether it has the token. From then on it takes no token of an earlier epoch: an old one may "
            + "still be on its way.");

    private static readonly Rule Take = new(
        Idea,
        null,
        "A process takes a token only if it knows of no later epoch. Then it may enter.");

    /// <summary>How the steps are explained.</summary>
    public static Rulebook Rulebook { get; } = new(ReasonOf) { Token = Token, IsTokenLostInCrash = true };

    private static Reason? ReasonOf(RuleCase step) => step switch
    {
        { Received: "seek" } => new Reason(Answer),
        { Received: "found" } => new Reason(Seek),
        { Received: null, Deed: null } when step.Sends("seek") => new Reason(Seek, "it has waited for long"),
        { Received: Token, Standing: Standing.Waiting } => new Reason(Take),
        _ => TokenRules.Regenerated.ReasonOf(step),
    };
}
