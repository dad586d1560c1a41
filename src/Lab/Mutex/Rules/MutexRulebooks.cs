using Coterie.Lab.Runs;

namespace Coterie.Lab.Mutex.Rules;

/// <summary>How the steps of each algorithm are explained.</summary>
internal static class MutexRulebooks
{
    private static readonly Dictionary<string, Rulebook> ByName = new()
    {
        ["central"] = CentralRules.Rulebook,
        ["lamport"] = LamportRules.Rulebook,
        ["ricart-agrawala"] = RequestReplyRules.RicartAgrawala,
        ["carvalho-roucairol"] = RequestReplyRules.CarvalhoRoucairol,
        ["maekawa"] = VotingRuleTexts.Maekawa,
        ["majority"] = VotingRuleTexts.Majority,
        ["suzuki-kasami"] = TokenRules.SuzukiKasami,
        ["raymond"] = RaymondRules.Rulebook,
        ["naimi-trehel"] = TokenRules.NaimiTrehel,
        ["central-bully"] = ElectionRules.Rulebook,
        ["token-regeneration"] = RegenerationRules.Rulebook,
    };

    /// <summary>The rules of the algorithm of that name; null if they are not described.</summary>
    public static Rulebook? Of(string algorithm) => ByName.GetValueOrDefault(algorithm);
}
