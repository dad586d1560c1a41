using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Makes runs that differ a little from a run, at random.</summary>
internal static class Variation
{
    private const int MostChanges = 3;
    private const int MostSeed = 1000; // short enough to type
    private const int Kinds = 11;
    private const int KindsOfLeases = 13;
    private const int MostShift = 10; // of the times of a fault, in milliseconds

    /// <summary>A run under the same seed or another, with a few of the other settings changed.</summary>
    public static VirtualSettings Of(VirtualSettings settings, Draws draws)
    {
        var changes = draws.Below(MostChanges + 1);
        var keepsSeed = changes > 0 && draws.Below(3) == 0;
        var seed = keepsSeed ? settings.Simulation.Seed : 1 + draws.Below(MostSeed);
        var varied = settings with { Simulation = settings.Simulation with { Seed = seed } };
        for (; changes > 0; changes--)
            varied = Changed(varied, draws);
        return HuntingGround.Fitting(varied);
    }

    private static VirtualSettings Changed(VirtualSettings settings, Draws draws)
    {
        var (simulation, network) = (settings.Simulation, settings.Network);
        return draws.Below(simulation.Protocol.ChooseLease is null ? Kinds : KindsOfLeases) switch
        {
            0 => OfProcesses(settings, FewestProcesses(simulation, draws)),
            1 => settings with { Requests = 1 + draws.Below(settings.Requests!.Value) },
            2 => settings with { Simulation = simulation with { Think = draws.Pick(HuntingGround.ThinkTimes) } },
            3 => settings with { Simulation = simulation with { Hold = draws.Pick(HuntingGround.HoldTimes) } },
            4 => settings with { Network = network with { Latency = draws.Pick(HuntingGround.Latencies) } },
            5 => settings with { Network = network with { Loss = draws.Pick(HuntingGround.Chances) } },
            6 => settings with { Network = network with { Duplicate = draws.Pick(HuntingGround.Chances) } },
            7 => settings with { Network = network with { Reorder = !network.Reorder } },
            8 => settings with { Withdrawals = HuntingGround.Withdrawals(draws, simulation) },
            9 when settings.Faults.Count > 0 => WithoutFaultsOfOne(settings, draws),
            _ when simulation.Protocol.ChooseLease is null =>
                settings with { Faults = HuntingGround.CrashAndRestart(draws, simulation) },
            11 => settings with
            {
                Faults = [.. settings.Faults.Select(fault => draws.Below(2) == 0 ? fault : Shifted(fault, draws))],
            },
            12 when simulation.Protocol is { Servers: > 1, ChooseServers: not null } => WithOneServer(settings),
            _ => settings with { Faults = [.. settings.Faults.Select(fault => Shifted(fault, draws))] },
        };
    }

    /// <summary>The same run with so many processes.</summary>
    public static VirtualSettings OfProcesses(VirtualSettings settings, int processes)
    {
        var simulation = settings.Simulation;
        return settings with
        {
            Simulation = simulation with { Processes = processes, Protocol = simulation.Protocol.For(processes) },
        };
    }

    private static int FewestProcesses(SimulationSettings simulation, Draws draws)
    {
        var fewest = Math.Max(2, simulation.Protocol.Servers + 1);
        return fewest + draws.Below(simulation.Processes - fewest + 1);
    }

    // All that is said of the other servers is left out, and the clients have smaller numbers.
    private static VirtualSettings WithOneServer(VirtualSettings settings)
    {
        var simulation = settings.Simulation;
        var less = simulation.Protocol.Servers - 1;
        var protocol = simulation.Protocol.ChooseServers!(1);
        var processes = simulation.Processes - less;
        return settings with
        {
            Simulation = simulation with { Processes = processes, Protocol = protocol.For(processes) },
            Withdrawals =
            [
                .. settings.Withdrawals.Select(planned => planned with { Process = new ProcessId(planned.Process.Value - less) }),
            ],
        };
    }

    // A crash goes together with its restart.
    private static VirtualSettings WithoutFaultsOfOne(VirtualSettings settings, Draws draws)
    {
        var struck = draws.Pick(settings.Faults).Named.First();
        return settings with { Faults = [.. settings.Faults.Where(fault => fault.Named.First() != struck)] };
    }

    private static PlannedFault Shifted(PlannedFault fault, Draws draws)
    {
        var at = Near(fault.At);
        return fault switch
        {
            PlannedFault.Pause pause when Near(pause.Until) is var until && until > at => pause with { At = at, Until = until },
            PlannedFault.Partition parted when Near(parted.Until) is var until && until > at =>
                parted with { At = at, Until = until },
            PlannedFault.Pause or PlannedFault.Partition => fault,
            _ => fault with { At = at },
        };

        TimeSpan Near(TimeSpan time)
        {
            var near = time + TimeSpan.FromMilliseconds(draws.Below((2 * MostShift) + 1) - MostShift);
            return near > TimeSpan.Zero ? near : time;
        }
    }
}
