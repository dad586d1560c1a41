using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Makes small runs: a few processes that make a few requests and withdraw some of them, on a network with all faults that the
/// protocol must tolerate.
/// </summary>
internal static class HuntingGround
{
    private const int Stream = -1; // the streams of the run itself are 0 to N
    private const int LatestHalfMillisecond = 40; // of crashes and withdrawals
    private static readonly int[] FewProcesses = [2, 2, 2, 3, 4];
    private static readonly int[] FewRequests = [1, 1, 2];

    /// <summary>Long enough for every run in which no process is starved. Clients with leases send beats for so long.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patient = TimeSpan.FromHours(1);

    /// <summary>The resend interval where messages are lost.</summary>
    public static TimeSpan Impatient { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long processes think, the simplest first.</summary>
    public static IReadOnlyList<DurationRange> ThinkTimes { get; } = [Milliseconds(0, 0), .. HoldTimes];

    /// <summary>How long they stay inside, the simplest first.</summary>
    public static IReadOnlyList<DurationRange> HoldTimes => [Milliseconds(1, 1), Milliseconds(0, 2), Milliseconds(1, 9)];

    /// <summary>How long messages are on their way, the simplest first.</summary>
    public static IReadOnlyList<Latency> Latencies { get; } =
    [
        Latency.Constant(TimeSpan.FromMilliseconds(1)),
        new Latency.Uniform(Milliseconds(0, 2)),
        new Latency.Uniform(Milliseconds(1, 9)),
        new Latency.Exponential(TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>The chances that a message is lost or doubled, the simplest first.</summary>
    public static IReadOnlyList<Chance> Chances { get; } = [default, new(0.05), new(0.2)];

    /// <summary>The run of <paramref name="seed"/>.</summary>
    /// <param name="protocol">The protocol to run.</param>
    /// <param name="seed">Of the random choices, and of the run.</param>
    /// <param name="anyway">Whether the network may break what the protocol assumes of it.</param>
    /// <param name="isSmall">Whether there are only as many processes and requests as most bugs need.</param>
    public static VirtualSettings Of(Protocol protocol, long seed, bool anyway = false, bool isSmall = false)
    {
        var draws = new Draws(seed, Stream);
        var settings = protocol.ChooseLease is null
            ? WithoutLeases(protocol, draws, seed, isSmall)
            : LeaseGround.Of(protocol, draws, seed, isSmall);
        return Fitting(settings with { Withdrawals = Withdrawals(draws, settings.Simulation), Anyway = anyway });
    }

    /// <summary>
    /// The same run without whatever the protocol need not tolerate, and without faults of processes that it does not have.
    /// Messages are sent again only if some may be lost: that would hide what a protocol forgets. But after a crash, a protocol
    /// that goes on with its stored records still needs lost messages to be sent again.
    /// </summary>
    public static VirtualSettings Fitting(VirtualSettings settings)
    {
        var (simulation, network) = (settings.Simulation, settings.Network);
        var needs = settings.Anyway ? new NetworkNeeds(InOrder: false, Lossless: false) : simulation.Protocol.Needs;
        var faults = settings.Faults.Where(fault => fault.Named.All(IsThere)).ToList();
        var loss = needs.Lossless ? default : network.Loss;
        return settings with
        {
            Simulation = simulation with
            {
                ResendInterval = loss.IsPossible || SendsAgain(simulation.Protocol, faults) ? Impatient : Patient,
            },
            Network = network with
            {
                Loss = loss,
                Duplicate = needs.Lossless ? default : network.Duplicate,
                Reorder = network.Reorder && !network.Latency.IsConstant && !needs.InOrder,
            },
            Faults = faults,
            Withdrawals = [.. settings.Withdrawals.Where(withdrawal => IsThere(withdrawal.Process))],
        };

        bool IsThere(ProcessId process) => process.IsOneOf(simulation.Processes);
    }

    /// <summary>The withdrawals of some processes; none in every second run.</summary>
    public static IReadOnlyList<PlannedWithdrawal> Withdrawals(Draws draws, SimulationSettings simulation)
    {
        var asking = Enumerable.Range(1, simulation.Processes).Select(id => new ProcessId(id))
            .Where(simulation.MakesRequests).ToList();
        return
        [
            .. Enumerable.Range(0, Math.Max(0, draws.Below(4) - 1))
                .Select(_ => new PlannedWithdrawal(draws.Pick(asking), Moment(draws))),
        ];
    }

    /// <summary>The crash of a process that comes back at once; none if a crash costs it nothing.</summary>
    public static IReadOnlyList<PlannedFault> CrashAndRestart(Draws draws, SimulationSettings simulation)
    {
        if (simulation.Protocol.Recollection == Recollection.Everything)
            return [];
        var process = new ProcessId(1 + draws.Below(simulation.Processes));
        var at = Moment(draws);
        return [new PlannedFault.Crash(process, at), new PlannedFault.Restart(process, at + TimeSpan.FromMilliseconds(1))];
    }

    // Messages and most times are whole milliseconds: between them is another order than at them.
    private static TimeSpan Moment(Draws draws) => (1 + draws.Below(LatestHalfMillisecond)) * TimeSpan.FromMilliseconds(0.5);

    private static VirtualSettings WithoutLeases(Protocol protocol, Draws draws, long seed, bool isSmall)
    {
        var processes = isSmall ? draws.Pick(FewProcesses) : 2 + draws.Below(4);
        var requests = isSmall ? draws.Pick(FewRequests) : 1 + draws.Below(4);
        var (think, hold, latency) = (draws.Pick(ThinkTimes), draws.Pick(HoldTimes), draws.Pick(Latencies));
        var (loss, duplicate, reorder) = (draws.Pick(Chances), draws.Pick(Chances), draws.Below(2) == 0);
        var simulation = new SimulationSettings(processes, Duration, think, hold, seed, Impatient, protocol);
        return new VirtualSettings(simulation)
        {
            Requests = requests,
            Faults = CrashAndRestart(draws, simulation),
            Network = new NetworkModel { Latency = latency, Loss = loss, Duplicate = duplicate, Reorder = reorder },
        };
    }

    private static bool SendsAgain(Protocol protocol, List<PlannedFault> faults) =>
        protocol.ChooseLease is not null || (faults.Count > 0 && protocol.Recollection == Recollection.Stored);

    private static DurationRange Milliseconds(int shortest, int longest) =>
        new(TimeSpan.FromMilliseconds(shortest), TimeSpan.FromMilliseconds(longest));
}
