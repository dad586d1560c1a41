using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Makes small runs of protocols with leases: servers and a few clients, in runs of some leases. Leases run out while clients are
/// inside or paused, or cut off. In every second run the faults are close together, and whoever crashes is back soon: a mistake
/// after a crash often shows only while somebody is cut off, or is still inside by a vote that was forgotten.
/// </summary>
internal static class LeaseGround
{
    /// <summary>The lease: short, so that many run out in a run.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMilliseconds(30);

    private const int LatestMoment = 40; // around which faults are close together, in milliseconds
    private const int MostApart = 10; // from that moment

    private static readonly DurationRange LongTime = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(60));
    private static readonly DurationRange AnyTime = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

    /// <summary>A run of a protocol with leases.</summary>
    public static VirtualSettings Of(Protocol any, Draws draws, long seed, bool isSmall)
    {
        var protocol = any.ChooseLease!(Lease);
        if (draws.Below(2) == 0)
            protocol = protocol.ChooseServers?.Invoke(1) ?? protocol;
        var processes = protocol.Servers + 2 + draws.Below(2);
        var requests = 1 + draws.Below(isSmall ? 2 : 3);
        var hold = draws.Below(2) == 0 ? draws.Pick(HuntingGround.HoldTimes) : LongTime;
        var think = draws.Below(2) == 0 ? draws.Pick(HuntingGround.ThinkTimes) : AnyTime;
        var latency = HuntingGround.Latencies[draws.Below(3)];
        int? moment = draws.Below(2) == 0 ? null : 1 + draws.Below(LatestMoment);
        PlannedFault[] all = protocol.Recollection == Recollection.Stored && draws.Below(2) == 0
            ? [.. PowerCut(draws, protocol.Servers)]
            : [];
        return new VirtualSettings(new SimulationSettings(
            processes, HuntingGround.Duration, think, hold, seed, HuntingGround.Impatient, protocol.For(processes)))
        {
            Requests = requests,
            Faults =
            [
                .. all,
                .. Enumerable.Range(0, draws.Below(4)).Select(_ => FaultOfOne(draws, processes, moment)).ToList()
                    .DistinctBy(faults => faults[0].Named.First())
                    .DistinctBy(Kind).SelectMany(faults => faults)
                    .Where(fault => all.Length == 0 || fault.Named.First().Value > protocol.Servers),
            ],
            Network = new NetworkModel
            {
                Latency = latency,
                Loss = draws.Pick(HuntingGround.Chances),
                Duplicate = draws.Pick(HuntingGround.Chances),
                Reorder = !latency.IsConstant && draws.Below(2) == 0,
            },
        };

        // One fault for each process. Of servers that forget one crashes at most: a group need not bear more.
        string Kind(PlannedFault[] faults) => faults[0] switch
        {
            PlannedFault.Crash crash when protocol.Recollection == Recollection.Nothing
                && crash.Process.Value <= protocol.Servers => "crash of a server",
            PlannedFault.Partition => "partition",
            var other => $"{other.Name} {other.Named.First()}",
        };
    }

    // All servers at once, or one after the other.
    private static IEnumerable<PlannedFault> PowerCut(Draws draws, int servers)
    {
        var at = TimeSpan.FromMilliseconds(1 + draws.Below(80));
        var apart = TimeSpan.FromMilliseconds(draws.Below(2) * draws.Below(20));
        for (var i = 0; i < servers; i++)
        {
            var server = new ProcessId(i + 1);
            yield return new PlannedFault.Crash(server, at + (i * apart));
            yield return new PlannedFault.Restart(server, at + (i * apart) + TimeSpan.FromMilliseconds(1 + draws.Below(40)));
        }
    }

    // Near a moment, if there is one.
    private static PlannedFault[] FaultOfOne(Draws draws, int processes, int? moment)
    {
        var process = new ProcessId(1 + draws.Below(processes));
        var start = moment is { } near ? Math.Max(1, near + draws.Below((2 * MostApart) + 1) - MostApart) : 1 + draws.Below(80);
        var at = TimeSpan.FromMilliseconds(start);
        var until = at + TimeSpan.FromMilliseconds(1 + draws.Below(60));
        var back = moment is null ? until : at + TimeSpan.FromMilliseconds(1 + draws.Below(5));
        return draws.Below(3) switch
        {
            0 => [new PlannedFault.Pause(process, at, until)],
            1 => [new PlannedFault.Partition([[process]], at, until)],
            _ => [new PlannedFault.Crash(process, at), new PlannedFault.Restart(process, back)],
        };
    }
}
