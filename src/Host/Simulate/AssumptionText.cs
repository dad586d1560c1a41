using Coterie.Lab.Exploring;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;

namespace Coterie.Host.Simulate;

/// <summary>What a protocol assumes and a run did not give it, in words.</summary>
internal static class AssumptionText
{
    /// <summary>What did not hold in a run; nothing for a run in real time.</summary>
    public static IReadOnlyList<MissingAssumption> Missing(VirtualSettings? virtually, RunSummary summary) =>
        virtually is null ? [] : MissingAssumption.Of(virtually, summary);

    /// <summary>
    /// What an exploration does not give to its protocol; nothing without <see cref="ExplorationSettings.Anyway"/>.
    /// </summary>
    public static IReadOnlyList<MissingAssumption> Missing(ExplorationSettings settings)
    {
        if (!settings.Anyway)
            return [];
        var (needs, missing) = (settings.Protocol.Needs, new List<MissingAssumption>());
        if (needs.Lossless && settings.Loss)
            missing.Add(new(MissingAssumption.NoLoss, "any may be"));
        else if (needs.Lossless && settings.Crashes > 0 && !settings.Protocol.BearsCrashes)
            missing.Add(new(MissingAssumption.NoLoss, "those to a process that is down are"));
        if (needs.Lossless && settings.Duplicate)
            missing.Add(new(MissingAssumption.NoDuplicate, "any may"));
        if (needs.InOrder)
            missing.Add(new(MissingAssumption.Order, MissingAssumption.NoOrder));
        return missing;
    }

    /// <summary>A sentence without the full stop.</summary>
    public static string Of(Protocol protocol, MissingAssumption missing) =>
        $"{protocol.Name} assumes that {missing.Assumed}; here {missing.Here}";

    /// <summary>The same for JSON.</summary>
    public static IEnumerable<object> Json(IEnumerable<MissingAssumption> missing) =>
        missing.Select(assumption => new { assumed = assumption.Assumed, here = assumption.Here });

    /// <summary>The end of the line of the verdict; empty if nothing is missing.</summary>
    public static string InVerdict(RunSummary summary, IReadOnlyList<MissingAssumption> missing)
    {
        if (missing.Count == 0)
            return "";
        var assumed = string.Join(", and that ", missing.Select(assumption => assumption.Assumed));
        return $"{(summary.IsGood ? ". But " : "; ")}{summary.Protocol.Name} assumes that {assumed}"
            + (summary.IsGood ? ", and another seed can show why" : "");
    }
}
