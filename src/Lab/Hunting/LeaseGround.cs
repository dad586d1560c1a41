using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Makes small runs of protocols with leases: servers and a few clients, in runs of some leases. Leases run out while clients are
/// inside or paused, or cut off. Under odd seeds most runs have faults that are close together: first a process is cut off or
/// slow, then another one fails, and if it crashes, it is back soon. A mistake often shows only while somebody does not learn of
/// another fault. Such a run may have a single server, too, and long pauses between the requests.
/// </summary>
internal static class LeaseGround
{
    /// <summary>The lease: short, so that many run out in a run.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMilliseconds(30);

    private const int EarlyMoment = 8; // at which faults that are close together begin, in milliseconds
    private const int LatestMoment = 40;

    private static readonly DurationRange LongTime = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(60));
    private static readonly DurationRange AnyTime = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

    /// <summary>A run of a protocol with leases.</summary>
    public static VirtualSettings Of(Protocol any, Draws draws, long seed, bool isSmall)
    {
        var protocol = any.ChooseLease!(Lease);
        var isClose = (seed & 1) != 0;
        if (isClose ? draws.Below(isSmall ? 2 : 3) == 0 : isSmall && draws.Below(2) == 0)
            protocol = protocol.ChooseServers?.Invoke(1) ?? protocol;
        var processes = protocol.Servers + 2 + draws.Below(2);
        var requests = 1 + draws.Below(isSmall ? 2 : 3);
        var hold = draws.Below(2) == 0 ? draws.Pick(HuntingGround.HoldTimes) : LongTime;
        var think = !isClose || draws.Below(2) == 0 ? draws.Pick(HuntingGround.ThinkTimes) : AnyTime;
        var latency = HuntingGround.Latencies[draws.Below(3)];
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
                .. Faults(draws, protocol, processes, isClose)
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
            PlannedFault.Partition => "partition", // two may not overlap
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

    private static List<PlannedFault[]> Faults(Draws draws, Protocol protocol, int processes, bool isClose)
    {
        var others = Enumerable.Range(0, draws.Below(4)).Select(_ => FaultOfOne(draws, processes)).ToList();
        if (!isClose || draws.Below(3) == 0)
            return others;
        var at = TimeSpan.FromMilliseconds(1 + draws.Below(draws.Below(2) == 0 ? EarlyMoment : LatestMoment));
        var apart = TimeSpan.FromMilliseconds(draws.Below(3) == 0 ? 20 + draws.Below(50) : draws.Below(10));
        var hindrance = Hindrance(draws, protocol, ServerOrClient(), at);
        return [hindrance, Failure(draws, ServerOrClient(), at + apart), .. others.Skip(2)];

        ProcessId ServerOrClient() => draws.Below(2) == 0
            ? new ProcessId(1 + draws.Below(protocol.Servers))
            : new ProcessId(protocol.Servers + 1 + draws.Below(processes - protocol.Servers));
    }

    // A process that goes on and does not hear of the others. If its clock jumps, its votes do not count any more.
    private static PlannedFault[] Hindrance(Draws draws, Protocol protocol, ProcessId process, TimeSpan at)
    {
        var until = at + TimeSpan.FromMilliseconds(1 + draws.Below(60));
        return draws.Below(3) switch
        {
            0 => [new PlannedFault.Pause(process, at, until)],
            1 when protocol.MayJump(process) => [new PlannedFault.Jump(process, Lease, at)],
            _ => [new PlannedFault.Partition([[process]], at, until)],
        };
    }

    private static PlannedFault[] Failure(Draws draws, ProcessId process, TimeSpan at) => draws.Below(4) switch
    {
        0 => [new PlannedFault.Pause(process, at, at + TimeSpan.FromMilliseconds(1 + draws.Below(60)))],
        1 => [new PlannedFault.Partition([[process]], at, at + TimeSpan.FromMilliseconds(1 + draws.Below(60)))],
        _ =>
        [
            new PlannedFault.Crash(process, at),
            new PlannedFault.Restart(process, at + TimeSpan.FromMilliseconds(1 + draws.Below(5))),
        ],
    };

    private static PlannedFault[] FaultOfOne(Draws draws, int processes)
    {
        var process = new ProcessId(1 + draws.Below(processes));
        var at = TimeSpan.FromMilliseconds(1 + draws.Below(80));
        var until = at + TimeSpan.FromMilliseconds(1 + draws.Below(60));
        return draws.Below(3) switch
        {
            0 => [new PlannedFault.Pause(process, at, until)],
            1 => [new PlannedFault.Partition([[process]], at, until)],
            _ => [new PlannedFault.Crash(process, at), new PlannedFault.Restart(process, until)],
        };
    }
}
