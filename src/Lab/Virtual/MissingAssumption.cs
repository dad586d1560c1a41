using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Virtual;

/// <summary>
/// Something that a protocol assumes, and that does not hold in a run; see <see cref="VirtualSettings.Anyway"/>.
/// </summary>
/// <param name="Assumed">What is assumed, after <c>assumes that</c>: <c>no message is lost</c>.</param>
/// <param name="Here">What happened instead, after <c>here</c>: <c>12 were</c>.</param>
public sealed record MissingAssumption(string Assumed, string Here)
{
    /// <summary>What a protocol may assume of messages.</summary>
    internal const string NoLoss = "no message is lost";

    /// <summary>The same.</summary>
    internal const string NoDuplicate = "no message arrives twice";

    /// <summary>The order that an algorithm may assume.</summary>
    internal const string Order = "messages from one process to another arrive in the order in which they were sent";

    /// <summary>What happens without it.</summary>
    internal const string NoOrder = "they may overtake each other";

    /// <summary>What did not hold in a run, in a fixed order; empty if the protocol was made for it.</summary>
    /// <param name="settings">What ran.</param>
    /// <param name="summary">What came of it.</param>
    public static IReadOnlyList<MissingAssumption> Of(VirtualSettings settings, RunSummary summary) =>
        [.. OfNetwork(settings, summary), .. OfDelay(settings), .. OfMemory(settings), .. OfClocks(settings)];

    private static IEnumerable<MissingAssumption> OfNetwork(VirtualSettings settings, RunSummary summary)
    {
        var (needs, network) = (settings.Simulation.Protocol.Needs, settings.Network);
        var losesInCrash = summary.MessagesLost > 0 && !settings.Simulation.Protocol.BearsCrashes;
        if (needs.Lossless && (network.Loss.IsPossible || losesInCrash) && settings.Anyway)
            yield return new(NoLoss, Count(summary.MessagesLost, "was", "were"));
        if (needs.Lossless && network.Duplicate.IsPossible)
            yield return new(NoDuplicate, Count(summary.MessagesDoubled, "did", "did"));
        if (needs.InOrder && network.Reorder)
            yield return new(Order, NoOrder);
    }

    private static IEnumerable<MissingAssumption> OfDelay(VirtualSettings settings)
    {
        if (settings.Simulation.Protocol.MostDelay is not { } most)
            yield break;
        if (settings.Network.Longest > most)
        {
            yield return new(
                $"no message takes more than {DurationRange.Text(most)}",
                $"it may take up to {DurationRange.Text(settings.Network.Longest)}");
        }
        if (settings.Faults.OfType<PlannedFault.Pause>().Any())
            yield return new("a process that has not crashed answers at once", "one or more of them paused");
    }

    private static IEnumerable<MissingAssumption> OfMemory(VirtualSettings settings)
    {
        var protocol = settings.Simulation.Protocol;
        var forgetful = settings.Faults.OfType<PlannedFault.Restart>().Where(restart => restart.IsForgetful).ToList();
        if (forgetful.Count > 0 && protocol.Recollection != Recollection.Nothing)
        {
            var known = protocol.Recollection == Recollection.Stored ? "stored" : "knew";
            yield return new(
                $"a process that comes back still knows what it {known}",
                $"{protocol.Words.List(forgetful.Select(restart => restart.Process).Distinct())} came back and knew nothing");
        }
    }

    private static IEnumerable<MissingAssumption> OfClocks(VirtualSettings settings)
    {
        var protocol = settings.Simulation.Protocol;
        var wrong = settings.Drifts.Where(clock => Math.Abs(clock.Value) > (protocol.MostDrift ?? int.MaxValue))
            .Select(clock => clock.Key).ToList();
        if (wrong.Count > 0)
            yield return new("all clocks run at about the same rate", $"{protocol.Words.List(wrong)} had another rate");
        var jumped = settings.Faults.OfType<PlannedFault.Jump>().Select(jump => jump.Process)
            .Where(process => !protocol.MayJump(process)).Distinct().ToList();
        if (jumped.Count > 0)
            yield return new("the clock of such a process does not jump", $"that of {protocol.Words.List(jumped)} did");
    }

    private static string Count(long count, string one, string many) => count == 0
        ? $"none {one}"
        : string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
