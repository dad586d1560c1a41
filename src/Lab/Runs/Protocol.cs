using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// A protocol, with everything that the laboratory needs of it. Whoever hosts, explores, hunts, records, draws, exports or judges
/// a run knows this, and no protocol by name.
/// </summary>
/// <param name="Name">As on the command line: <c>ricart-agrawala</c>.</param>
/// <param name="Create">Makes the machine of one process.</param>
public sealed record Protocol(string Name, Func<MachineSetup, IMachine> Create)
{
    /// <summary>The name of the rule that is broken on purpose; null for the protocol as it should be.</summary>
    public string? Bug { get; init; }

    /// <summary>
    /// What each process does, in words that <see cref="ChooseWorkload"/> reads back; null where the protocol leaves no choice,
    /// or it is not chosen yet.
    /// </summary>
    public string? Workload { get; init; }

    /// <summary>
    /// The same protocol with another workload, by its words; null if they are not words of it. Null where the protocol leaves no
    /// choice.
    /// </summary>
    public Func<string, Protocol?>? ChooseWorkload { get; init; }

    /// <summary>
    /// The same protocol with the workload that a group of that many processes has if nobody chooses another. Null where the
    /// protocol leaves no choice, or somebody has made it.
    /// </summary>
    public Func<int, Protocol>? UsualWorkload { get; init; }

    /// <summary>What it assumes of the network.</summary>
    public required NetworkNeeds Needs { get; init; }

    /// <summary>What is left of a process after a crash. Default <see cref="Recollection.Everything"/>.</summary>
    public Recollection Recollection { get; init; }

    /// <summary>Makes the client of a process; null for a process that has none.</summary>
    public required Func<ClientSetup, IClient?> Client { get; init; }

    /// <summary>Makes the judge of a run.</summary>
    public required Func<Protocol, int, RunJudge> Judge { get; init; }

    /// <summary>What is promised of every run, the most important first; what nobody would ask for is left out.</summary>
    public required IReadOnlyList<Property> Promises { get; init; }

    /// <summary>What whoever looks on writes down about a process at its beginning; null for nothing. Default nothing.</summary>
    public Func<ProcessId, INotes?> Notes { get; init; } = _ => null;

    /// <summary>What every state must be; see <see cref="IStateRules"/>.</summary>
    public required IStateRules StateRules { get; init; }

    /// <summary>
    /// Whether every entry adds one to a shared counter that nothing else protects: two inside at once leave one addition out.
    /// Default no.
    /// </summary>
    public bool CountsEntries { get; init; }

    /// <summary>How to say what happens.</summary>
    public required Words Words { get; init; }

    /// <summary>
    /// Which timers may fire, where time is nothing but an order: by default any that is set. A protocol with leases says here
    /// which firing must come after which.
    /// </summary>
    public MayFire MayFire { get; init; } = (_, _, _) => true;

    /// <summary>
    /// Whether a timer makes up for a process that is gone or slow. It may fire like any other, but nobody may have to wait for
    /// it unless messages are lost or doubled. Default no.
    /// </summary>
    public Func<TimerId, bool> IsLastResort { get; init; } = _ => false;

    /// <summary>The same protocol, with a workload for a group of <paramref name="processes"/>.</summary>
    public Protocol For(int processes) => UsualWorkload?.Invoke(processes) ?? this;

    /// <summary>The judge of a run of <paramref name="processes"/> processes.</summary>
    public RunJudge MakeJudge(int processes) => Judge(this, processes);

    /// <summary>The name, and the bug where there is one.</summary>
    public override string ToString() => Bug is null ? Name : $"{Name} with the bug {Bug}";
}

/// <summary>What a machine is made of.</summary>
/// <param name="Self">Its process.</param>
/// <param name="Processes">N.</param>
/// <param name="ResendInterval">How long what was sent is left without an answer before it is sent again.</param>
public sealed record MachineSetup(ProcessId Self, int Processes, TimeSpan ResendInterval);

/// <summary>What a client is made of.</summary>
/// <param name="Self">Its process.</param>
/// <param name="Processes">N.</param>
/// <param name="Requests">How many requests it makes.</param>
public sealed record ClientSetup(ProcessId Self, int Processes, int Requests);

/// <summary>What is left of a process after a crash.</summary>
public enum Recollection
{
    /// <summary>All that it knew: the protocol assumes that nothing is forgotten.</summary>
    Everything,

    /// <summary>What it stored.</summary>
    Stored,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>Whether a timer may fire in a state, where time is nothing but an order.</summary>
/// <param name="processes">The processes, process 1 first.</param>
/// <param name="process">Whose timer.</param>
/// <param name="timer">The timer, which is set.</param>
public delegate bool MayFire(IReadOnlyList<ProcessView> processes, ProcessId process, TimerId timer);
