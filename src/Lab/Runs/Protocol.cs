using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// A protocol, with everything that the laboratory needs to know about it. The code that hosts, explores, hunts, records, draws,
/// exports and judges runs uses only this, and knows no protocol by name.
/// </summary>
/// <param name="Name">As on the command line: <c>ricart-agrawala</c>.</param>
/// <param name="Create">Makes the machine of one process.</param>
public sealed record Protocol(string Name, Func<MachineSetup, IMachine> Create)
{
    /// <summary>The name of the rule that is broken on purpose; null for the protocol as it should be.</summary>
    public string? Bug { get; init; }

    /// <summary>
    /// What each process does, in a form that <see cref="ChooseWorkload"/> reads. Null if the protocol has only one workload, or
    /// none is chosen yet.
    /// </summary>
    public string? Workload { get; init; }

    /// <summary>What a summary calls the <see cref="Workload"/>. Default <c>workload</c>.</summary>
    public string WorkloadName { get; init; } = "workload";

    /// <summary>
    /// Whether its machines number their requests by clocks that may begin with any number, and can note their state: see
    /// <see cref="MachineSetup.Clock"/> and <see cref="MachineSetup.NotesState"/>. Default no.
    /// </summary>
    public bool HasClocks { get; init; }

    /// <summary>
    /// Makes the same protocol with another workload from its text; gives null if the text is not a workload. Null if the
    /// protocol has only one workload.
    /// </summary>
    public Func<string, Protocol?>? ChooseWorkload { get; init; }

    /// <summary>
    /// Makes the same protocol with the default workload of a group of that many processes. Null if the protocol has only one
    /// workload, or one is chosen already.
    /// </summary>
    public Func<int, Protocol>? UsualWorkload { get; init; }

    /// <summary>
    /// How many of the processes, the first ones, serve the others and are not counted by whoever asks for a number of processes.
    /// Default 0.
    /// </summary>
    public int Servers { get; init; }

    /// <summary>
    /// Whether the explorer takes two states as the same that differ only in the numbers of <see cref="Servers"/>. Their machines
    /// must pass what belongs to each of them through <see cref="StateCodec.Place"/>. Default no.
    /// </summary>
    public bool ServersAreAlike { get; init; }

    /// <summary>
    /// Makes the same protocol with another lease: what a hunt needs, in whose short runs leases must run out. Null if the
    /// protocol has no leases, or keeps the one that it has.
    /// </summary>
    public Func<TimeSpan, Protocol>? ChooseLease { get; init; }

    /// <summary>
    /// Makes the same protocol with another number of <see cref="Servers"/>; null if it has none. Default null.
    /// </summary>
    internal Func<int, Protocol>? ChooseServers { get; init; }

    /// <summary>What it assumes of the network.</summary>
    public required NetworkNeeds Needs { get; init; }

    /// <summary>What is left of a process after a crash. Default <see cref="Recollection.Everything"/>.</summary>
    public Recollection Recollection { get; init; }

    /// <summary>
    /// Whether its machines or clients use the number of their life (<see cref="MachineSetup.Incarnation"/>). If not, the
    /// explorer gives each the number 1, so that two states that differ only in this are the same. Default no.
    /// </summary>
    public bool HasIncarnations { get; init; }

    /// <summary>
    /// How many millionths the clock of a process may run faster or slower than the time of the run. Null if the protocol works
    /// with any clock. Default null.
    /// </summary>
    public int? MostDrift { get; init; }

    /// <summary>Whether the clock of a process may jump ahead. Default yes, for each process.</summary>
    public Func<ProcessId, bool> MayJump { get; init; } = _ => true;

    /// <summary>
    /// Whether the others go on after a crash. A process that has crashed then counts as outside, and what it did inside may be
    /// lost. Messages that are lost because their receiver is down do no harm. Default no.
    /// </summary>
    public bool BearsCrashes { get; init; }

    /// <summary>
    /// The most that a message may take, because time-outs rely on it. The explorer then lets a timer fire only while no message
    /// is on its way. Null if messages may take any time. Default null.
    /// </summary>
    public TimeSpan? MostDelay { get; init; }

    /// <summary>Whether it can run in virtual time alone. Default no.</summary>
    public bool NeedsVirtualTime { get; init; }

    /// <summary>Makes the client of a process; null for a process that has none.</summary>
    public required Func<ClientSetup, IClient?> Client { get; init; }

    /// <summary>Makes the judge of a run.</summary>
    public required Func<Protocol, int, RunJudge> Judge { get; init; }

    /// <summary>
    /// What is promised of every run, the most important first. Promises that no user would ask for are left out.
    /// </summary>
    public required IReadOnlyList<Property> Promises { get; init; }

    /// <summary>The notes about a process at its start; null if the protocol keeps none. Default null.</summary>
    public Func<ProcessId, INotes?> Notes { get; init; } = _ => null;

    /// <summary>The rules for every state; see <see cref="IStateRules"/>.</summary>
    public required IStateRules StateRules { get; init; }

    /// <summary>
    /// Whether every entry adds one to a shared counter that nothing else protects. If two processes are inside at once, an
    /// addition can be lost. Default no.
    /// </summary>
    public bool CountsEntries { get; init; }

    /// <summary>The words in which steps of the protocol are described.</summary>
    public required Words Words { get; init; }

    /// <summary>
    /// Which timers may fire in an exploration, in which time is only an order. By default every timer that is set. A protocol
    /// with leases says here which timer must fire before which.
    /// </summary>
    public MayFire MayFire { get; init; } = (_, _, _) => true;

    /// <summary>
    /// For which pairs of timers the explorer respects the time for which they are set; see <see cref="Runs.FiresLater"/>. Null
    /// for none. Default null.
    /// </summary>
    public FiresLater? FiresLater { get; init; }

    /// <summary>
    /// Whether the explorer lets the resend timer fire although no message is lost, because a process may refuse a message for
    /// good and wait for a later one. Default no.
    /// </summary>
    public bool AlwaysResends { get; init; }

    /// <summary>
    /// How the explorer treats beats; null for a protocol that has none. It needs <see cref="FiresLater"/>. Default null.
    /// </summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>
    /// Whether a timer makes up for a process that is gone or slow. It may fire like any other timer, but no process may depend
    /// on it unless messages are lost or doubled. Default no.
    /// </summary>
    public Func<TimerId, bool> IsLastResort { get; init; } = _ => false;

    /// <summary>The same protocol, with a workload for a group of <paramref name="processes"/>.</summary>
    public Protocol For(int processes) => UsualWorkload?.Invoke(processes) ?? this;

    /// <summary>The judge of a run of <paramref name="processes"/> processes.</summary>
    public RunJudge MakeJudge(int processes) => Judge(this, processes);

    /// <summary>The name, and the bug if there is one.</summary>
    public override string ToString() => Bug is null ? Name : $"{Name} with the bug {Bug}";
}

/// <summary>What is needed to make a machine.</summary>
/// <param name="Self">Its process.</param>
/// <param name="Processes">N.</param>
/// <param name="ResendInterval">How long a message may stay without an answer before it is sent again.</param>
public sealed record MachineSetup(ProcessId Self, int Processes, TimeSpan ResendInterval)
{
    /// <summary>
    /// The number of the life of the process: 1 at first, and one more after each crash that lost memory, when a new machine
    /// takes the place of the old one.
    /// </summary>
    public long Incarnation { get; init; } = 1;

    /// <summary>The logical clock of the machine at first, if its protocol has such clocks. Default 0.</summary>
    public long Clock { get; init; }

    /// <summary>Whether the machine notes its state whenever a step has changed it, if its protocol can. Default no.</summary>
    public bool NotesState { get; init; }
}

/// <summary>What is needed to make a client.</summary>
/// <param name="Self">Its process.</param>
/// <param name="Processes">N.</param>
/// <param name="Requests">How many requests it makes.</param>
public sealed record ClientSetup(ProcessId Self, int Processes, int Requests)
{
    /// <summary>As <see cref="MachineSetup.Incarnation"/>.</summary>
    public long Incarnation { get; init; } = 1;
}

/// <summary>What is left of a process after a crash.</summary>
public enum Recollection
{
    /// <summary>Everything that it knew: the protocol assumes that a crash loses no memory.</summary>
    Everything,

    /// <summary>The records that it stored.</summary>
    Stored,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>Decides whether a timer may fire in a state of an exploration, in which time is only an order.</summary>
/// <param name="processes">The processes, process 1 first.</param>
/// <param name="process">The process that has the timer.</param>
/// <param name="timer">The timer, which is set.</param>
public delegate bool MayFire(IReadOnlyList<ProcessView> processes, ProcessId process, TimerId timer);

/// <summary>
/// Says for which pairs of timers the explorer respects the time for which they are set. If it does, the later timer does not
/// fire while the earlier one, which was set before it (or in the same step) for a strictly shorter time, is still set for that
/// time.
/// </summary>
/// <param name="later">The process that has the later timer.</param>
/// <param name="laterTimer">The timer that fires later.</param>
/// <param name="earlier">The process that has the earlier timer; it may be the same.</param>
/// <param name="earlierTimer">The timer that fires before it.</param>
public delegate bool FiresLater(ProcessId later, TimerId laterTimer, ProcessId earlier, TimerId earlierTimer);

/// <summary>
/// How the explorer treats a protocol that sends beats all the time, which would otherwise make far too many states: a beat
/// arrives in the step in which it is sent, or it is missed.
/// </summary>
/// <param name="Receivers">The processes from 1 to this get the beats; the others send them.</param>
/// <param name="Misses">How many beats, in a whole exploration, do not reach all receivers.</param>
public sealed record Rhythm(int Receivers, int Misses)
{
    /// <summary>Whether a message is a beat.</summary>
    public required Func<IMessage, bool> IsBeat { get; init; }

    /// <summary>
    /// Whether a message arrives in the step in which it is sent, or is lost then. Beats must be among these messages.
    /// </summary>
    public required Func<IMessage, bool> ArrivesAtOnce { get; init; }

    /// <summary>Whether every message arrives at once or is lost. Default no.</summary>
    public bool IsNothingLate { get; init; }

    /// <summary>Whether a message may be lost. Default: any.</summary>
    public Func<IMessage, bool> MayBeLost { get; init; } = _ => true;

    /// <summary>Whether a timer sends a beat when it fires.</summary>
    public required Func<TimerId, bool> SendsBeat { get; init; }

    /// <summary>Whether a timer fires as soon as its process is in this state.</summary>
    public required FiresAtOnce FiresAtOnce { get; init; }
}

/// <summary>Decides whether a timer fires as soon as its process is in a state.</summary>
/// <param name="process">The process that has the timer.</param>
/// <param name="timer">The timer, which is set.</param>
/// <param name="after">For how long it was set.</param>
public delegate bool FiresAtOnce(ProcessView process, TimerId timer, TimeSpan after);
