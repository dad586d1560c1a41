using Coterie.Lab.Virtual;

namespace Coterie.Lab.Hunting;

/// <summary>Makes a bad run smaller, one thing at a time.</summary>
internal static class Shrinking
{
    private const int SeedsPerTrial = 200;

    /// <summary>
    /// A run whose violation is at least as grave and that is smaller in one respect, under this seed or another: fewer
    /// processes, fewer requests, a network with fewer faults, times that vary less, and last a shorter story. Null if none was
    /// found.
    /// </summary>
    public static Quarry? Smaller(Quarry quarry, CancellationToken stop)
    {
        foreach (var settings in Simpler(quarry.Settings).Where(settings => SettingsCheck.Find(settings) is null))
        {
            if (stop.IsCancellationRequested)
                return null;
            foreach (var candidate in Seeded(settings))
            {
                if (Trial.Of(candidate) is { } story && IsAsGrave(story, quarry))
                    return quarry with { Settings = candidate, Story = story };
            }
        }
        return Seeded(quarry.Settings)
            .TakeWhile(_ => !stop.IsCancellationRequested)
            .Select(candidate => (Settings: candidate, Story: Trial.Of(candidate)))
            .Where(trial => trial.Story is { } story
                && IsAsGrave(story, quarry)
                && story.Happenings.Count < quarry.Story.Happenings.Count)
            .Select(trial => quarry with { Settings = trial.Settings, Story = trial.Story! })
            .MinBy(smaller => smaller.Story.Happenings.Count);
    }

    private static bool IsAsGrave(Story story, Quarry quarry) =>
        story.Violation.Property.Gravity <= quarry.Story.Violation.Property.Gravity;

    private static IEnumerable<VirtualSettings> Seeded(VirtualSettings settings) =>
        Enumerable.Range(0, SeedsPerTrial + 1).Select(seed =>
            seed == 0 ? settings : settings with { Simulation = settings.Simulation with { Seed = seed } });

    private static IEnumerable<VirtualSettings> Simpler(VirtualSettings settings)
    {
        var (simulation, network) = (settings.Simulation, settings.Network);
        for (var processes = 2; processes < simulation.Processes; processes++)
        {
            var protocol = simulation.Protocol.For(processes);
            yield return settings with { Simulation = simulation with { Processes = processes, Protocol = protocol } };
        }
        for (var requests = 1; requests < settings.Requests; requests++)
            yield return settings with { Requests = requests };
        if (settings.Faults.Count > 0)
            yield return settings with { Faults = [] };
        // A crash goes together with its restart.
        var struck = settings.Faults.Select(fault => fault.Named.First()).Distinct().ToList();
        foreach (var process in struck.Where(_ => struck.Count > 1))
            yield return settings with { Faults = [.. settings.Faults.Where(fault => fault.Named.First() != process)] };
        if (network.Loss.IsPossible)
            yield return HuntingGround.WithoutLoss(settings);
        if (network.Duplicate.IsPossible)
            yield return settings with { Network = network with { Duplicate = default } };
        if (network.Reorder)
            yield return settings with { Network = network with { Reorder = false } };
        foreach (var latency in HuntingGround.Latencies.TakeWhile(latency => latency != network.Latency))
            yield return settings with { Network = network with { Latency = latency } };
        foreach (var think in HuntingGround.ThinkTimes.TakeWhile(simpler => simpler != simulation.Think))
            yield return settings with { Simulation = simulation with { Think = think } };
        foreach (var hold in HuntingGround.HoldTimes.TakeWhile(simpler => simpler != simulation.Hold))
            yield return settings with { Simulation = simulation with { Hold = hold } };
    }
}
