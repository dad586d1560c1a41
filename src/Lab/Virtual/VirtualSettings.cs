using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>What to simulate in virtual time.</summary>
/// <param name="Simulation">The processes and what they do.</param>
public sealed record VirtualSettings(SimulationSettings Simulation)
{
    /// <summary>The most processes of a virtual run.</summary>
    public const int MostProcesses = 10_000;

    /// <summary>The network between the processes.</summary>
    public NetworkModel Network { get; init; } = new();

    /// <summary>
    /// How long a process thinks, if that is not uniform. Default null: <see cref="SimulationSettings.Think"/> applies.
    /// </summary>
    public Latency? Think { get; init; }

    /// <summary>The planned faults; default none.</summary>
    public IReadOnlyList<PlannedFault> Faults { get; init; } = [];

    /// <summary>
    /// When processes withdraw the requests with which they wait. Default none: they wait until the time is over.
    /// </summary>
    public IReadOnlyList<PlannedWithdrawal> Withdrawals { get; init; } = [];

    /// <summary>
    /// How many requests each process makes. The run ends when all are done, and is cut if the time runs out before. A process
    /// that waits then counts as starved if nothing could let it in, or if no process has asked, entered or left for half of the
    /// time, unless a process crashed for good. Default null: as many as the time allows; when it is over, waiting processes
    /// withdraw.
    /// </summary>
    public int? Requests { get; init; }

    /// <summary>
    /// The only requests of the run, in any order; each process makes its own in the order of their times. Otherwise as with
    /// <see cref="Requests"/>. Default null: processes think and hold as <see cref="SimulationSettings"/> says.
    /// </summary>
    public IReadOnlyList<PlannedRequest>? Plan { get; init; }

    /// <summary>The logical clocks at first, see <see cref="Runs.MachineSetup.Clock"/>; default 0 for each.</summary>
    public IReadOnlyDictionary<ProcessId, long> Clocks { get; init; } = new Dictionary<ProcessId, long>();

    /// <summary>Whether machines note their state whenever a step has changed it. Default no.</summary>
    public bool NotesStates { get; init; }

    /// <summary>
    /// How much faster the clock of a process runs, in millionths, from -900,000 to 9,000,000; default 0 for each.
    /// </summary>
    public IReadOnlyDictionary<ProcessId, int> Drifts { get; init; } = new Dictionary<ProcessId, int>();

    /// <summary>
    /// Whether the run may break what the protocol assumes of the network, of clocks and of memory; see
    /// <see cref="MissingAssumption"/>. Default no.
    /// </summary>
    public bool Anyway { get; init; }

    /// <summary>Whether the invariants of the machines are checked after each step, which takes time; default no.</summary>
    public bool ChecksInvariants { get; init; }
}
