using Coterie.Lab.Quorum;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Hunting;

/// <summary>Makes a bad run smaller, step by step.</summary>
/// <param name="gravity">The gravity of the violation: that of a smaller run has this one or is graver.</param>
/// <param name="stop">Ends it early.</param>
internal sealed class Shrinking(int gravity, CancellationToken stop)
{
    private const int Stream = -2; // of the random choices; those of HuntingGround have another one
    private const int SmallRuns = 2000;
    private const int VariationsInVain = 1000; // then the search for fewer events ends
    private const int MoreOfLeases = 4; // more things happen in runs with leases, and few variations are better
    private const int SeedsPerSetting = 200;
    private const int MostPruned = 100;
    private const int PruningsInVain = 4000;
    private const int ShortEnough = 20; // events that anybody reads
    private const double MoreToPrune = 1.3; // a story that is so much longer may be shorter after it is pruned

    private static readonly TimeSpan SomeLeases = 10 * LeaseGround.Lease;

    /// <summary>Smaller and smaller runs; none if no smaller one is found.</summary>
    public IEnumerable<Quarry> Of(Quarry quarry)
    {
        quarry = Bad(quarry, Short(quarry.Settings, gravity)) ?? quarry;
        var more = quarry.Settings.Simulation.Protocol.ChooseLease is null ? 1 : MoreOfLeases;
        foreach (var settings in SmallGrounds(quarry.Settings).TakeWhile(_ => !stop.IsCancellationRequested))
        {
            if (Smaller(quarry, settings) is { } smaller)
                yield return quarry = smaller;
        }
        var draws = new Draws(quarry.Seed, Stream);
        foreach (var smaller in Varied(quarry, draws, more * VariationsInVain, varied => varied, _ => false))
            yield return quarry = smaller;
        while (Simpler(quarry) is { } simpler)
            yield return quarry = simpler;
        if (quarry.Settings.Simulation.Protocol.ChooseLease is null)
            yield break;
        foreach (var smaller in PrunedOf(quarry, draws))
            yield return smaller;
    }

    // The same search for a story of which the machines need every line. It judges few runs, because each takes long.
    private IEnumerable<Quarry> PrunedOf(Quarry quarry, Draws draws)
    {
        var current = Pruned(quarry);
        if (current.Story.Happenings.Count < quarry.Story.Happenings.Count)
            yield return current;
        var (tried, most) = (0, MoreToPrune * quarry.Story.Happenings.Count);
        foreach (var smaller in Varied(
            current, draws, PruningsInVain, PrunedIfShort, best => tried == MostPruned || best.Size.Events <= ShortEnough))
            yield return smaller;

        Quarry? PrunedIfShort(Quarry varied)
        {
            if (varied.Story.Happenings.Count > most)
                return null;
            tried++;
            return Pruned(varied);
        }
    }

    // Smaller and smaller ones, from variation to variation.
    private IEnumerable<Quarry> Varied(
        Quarry best, Draws draws, int mostInVain, Func<Quarry, Quarry?> prepare, Func<Quarry, bool> isEnough)
    {
        var current = best;
        for (var inVain = 0; inVain < mostInVain && !isEnough(best) && !stop.IsCancellationRequested; inVain++)
        {
            if (Bad(best, Variation.Of(current.Settings, draws)) is not { } varied
                || prepare(varied) is not { } prepared
                || prepared.Size.Events > current.Size.Events)
            {
                continue;
            }
            // With as many events it is no better, but a smaller one may be near it.
            current = prepared;
            if (current.Size.CompareTo(best.Size) >= 0)
                continue;
            yield return best = current;
            inVain = 0;
        }
    }

    private Quarry Pruned(Quarry quarry) => quarry with { Story = Trial.Of(quarry.Settings, prunes: true, stop)! };

    /// <summary>
    /// The same run, which ends after some leases if it has any: otherwise it goes on to the end, because clients send beats. It
    /// is not shortened if the violation is that something never happens, or if it is not known.
    /// </summary>
    public static VirtualSettings Short(VirtualSettings settings, int gravity) =>
        settings.Simulation.Protocol.ChooseLease is not null && gravity < QuorumProperties.Progress.Gravity
            ? Lasting(settings, SomeLeases)
            : settings;

    private static IEnumerable<VirtualSettings> SmallGrounds(VirtualSettings settings) =>
        Enumerable.Range(1, SmallRuns)
            .Select(seed => HuntingGround.Of(settings.Simulation.Protocol, seed, settings.Anyway, isSmall: true))
            .Select(small => Lasting(small, settings.Simulation.Duration));

    private static VirtualSettings Lasting(VirtualSettings settings, TimeSpan duration) =>
        settings with { Simulation = settings.Simulation with { Duration = duration } };

    // The same with one thing left out, under this seed or another.
    private Quarry? Simpler(Quarry quarry) =>
        Simpler(quarry.Settings)
            .SelectMany(settings => Seeded(HuntingGround.Fitting(settings)))
            .TakeWhile(_ => !stop.IsCancellationRequested)
            .Select(settings => Smaller(quarry, settings))
            .FirstOrDefault(smaller => smaller is not null);

    private Quarry? Smaller(Quarry quarry, VirtualSettings settings) =>
        Bad(quarry, settings) is { } other && other.Size.CompareTo(quarry.Size) < 0 ? other : null;

    // The run of these settings, if it has such a violation.
    private Quarry? Bad(Quarry quarry, VirtualSettings settings) =>
        SettingsCheck.Find(settings) is null
        && Trial.Of(settings) is { } story
        && story.Violation.Property.Gravity <= gravity
            ? quarry with { Settings = settings, Story = story }
            : null;

    private static IEnumerable<VirtualSettings> Seeded(VirtualSettings settings) =>
        Enumerable.Range(0, SeedsPerSetting + 1).Select(seed =>
            seed == 0 ? settings : settings with { Simulation = settings.Simulation with { Seed = seed } });

    private static IEnumerable<VirtualSettings> Simpler(VirtualSettings settings)
    {
        var (simulation, network) = (settings.Simulation, settings.Network);
        for (var processes = 2; processes < simulation.Processes; processes++)
            yield return Variation.OfProcesses(settings, processes);
        for (var requests = 1; requests < settings.Requests; requests++)
            yield return settings with { Requests = requests };
        if (settings.Faults.Count > 0)
            yield return settings with { Faults = [] };
        // A crash goes together with its restart.
        var struck = settings.Faults.Select(fault => fault.Named.First()).Distinct().ToList();
        foreach (var process in struck.Where(_ => struck.Count > 1))
            yield return settings with { Faults = [.. settings.Faults.Where(fault => fault.Named.First() != process)] };
        foreach (var withdrawal in settings.Withdrawals)
            yield return settings with { Withdrawals = [.. settings.Withdrawals.Where(other => other != withdrawal)] };
        if (network.Loss.IsPossible)
            yield return settings with { Network = network with { Loss = default } };
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
