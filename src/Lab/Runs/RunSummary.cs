using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// The messages of a run by kind. Every message that left a process counts once. Messages to the shared counter do not count.
/// </summary>
/// <param name="ByKind">Sent for the first time, by kind, in the order in which the kinds were seen.</param>
/// <param name="Resent">Sent again.</param>
/// <param name="ForEntries">Those of <see cref="ByKind"/> that do not belong to a withdrawn request.</param>
public sealed record MessageCounts(IReadOnlyList<KindCount> ByKind, long Resent, long ForEntries)
{
    /// <summary>All messages.</summary>
    public long Total => ByKind.Sum(kind => kind.Count) + Resent;

    /// <summary>How many of the kind <paramref name="name"/> were sent for the first time.</summary>
    public long Of(string name) => ByKind.FirstOrDefault(kind => kind.Name == name)?.Count ?? 0;
}

/// <summary>How long granted requests waited, from the request to the entry.</summary>
/// <param name="Median">Half of them waited no longer.</param>
/// <param name="Percentile95">19 of 20 waited no longer.</param>
/// <param name="Longest">The longest one.</param>
/// <param name="Count">How many there are.</param>
public sealed record WaitingTimes(TimeSpan Median, TimeSpan Percentile95, TimeSpan Longest, long Count);

/// <summary>A figure of a run that only its protocol knows: a text, or waiting times.</summary>
/// <param name="Label">What it is: <c>reads and writes</c>.</param>
/// <param name="Text">The text; null if there are <paramref name="Times"/>.</param>
/// <param name="Times">The waiting times; null if there is a <paramref name="Text"/>, or nothing waited.</param>
public sealed record Figure(string Label, string? Text, WaitingTimes? Times = null);

/// <summary>A process that could no longer enter, because it needed the consent of lost processes.</summary>
/// <param name="Process">The process that waited.</param>
/// <param name="Request">Its request, withdrawn at the end of the run.</param>
/// <param name="Missing">The lost processes that had not consented.</param>
public sealed record BlockedProcess(ProcessId Process, Timestamp Request, IReadOnlyList<ProcessId> Missing);

/// <summary>What the judge found in a run.</summary>
/// <param name="Protocol">The protocol whose promises the run had to keep.</param>
/// <param name="Processes">N.</param>
/// <param name="Elapsed">From the start to the last step.</param>
/// <param name="Withdrawn">Requests that were withdrawn.</param>
/// <param name="Messages">The messages sent.</param>
/// <param name="Waiting">Waiting times; null if nobody entered.</param>
/// <param name="EntriesPerProcess">Entries of process 1, 2, …</param>
/// <param name="MostInside">The largest number of processes that were inside at once.</param>
/// <param name="Counter">The shared counter at the end; null if the run had none.</param>
/// <param name="Violations">
/// What is wrong, in the order seen: the first <see cref="RunJudge.MostViolations"/>, and the first of each property.
/// </param>
/// <param name="ViolationCount">How many violations there were in all.</param>
public sealed record RunSummary(
    Protocol Protocol,
    int Processes,
    TimeSpan Elapsed,
    long Withdrawn,
    MessageCounts Messages,
    WaitingTimes? Waiting,
    IReadOnlyList<long> EntriesPerProcess,
    int MostInside,
    long? Counter,
    IReadOnlyList<Violation> Violations,
    long ViolationCount)
{
    /// <summary>
    /// Processes whose machine was lost during the run. If there are any, the shared counter is not judged: it may count entries
    /// that nobody reported.
    /// </summary>
    public IReadOnlyList<ProcessId> Lost { get; init; } = [];

    /// <summary>
    /// Processes that crashed and did not restart. They are not judged. If there are any, the shared counter is not judged
    /// either: a process that was inside may or may not have written it.
    /// </summary>
    public IReadOnlyList<ProcessId> Crashed { get; init; } = [];

    /// <summary>The processes that waited in vain for the consent of a lost or crashed process.</summary>
    public IReadOnlyList<BlockedProcess> Blocked { get; init; } = [];

    /// <summary>Whether the run was ended while it still went on. Processes that waited then are not starved.</summary>
    public bool IsCut { get; init; }

    /// <summary>The processes that were inside when the run was cut.</summary>
    public IReadOnlyList<ProcessId> StillInside { get; init; } = [];

    /// <summary>
    /// Why the crashes kept nobody else from entering, in words; null if there were none, or if they may have.
    /// </summary>
    public string? Tolerance { get; init; }

    /// <summary>
    /// The processes that waited when the run was over and had not withdrawn, without those that crashed or were lost.
    /// </summary>
    public IReadOnlyList<ProcessId> StillWaiting { get; init; } = [];

    /// <summary>How many messages did not arrive, because of a fault on purpose.</summary>
    public long MessagesLost { get; init; }

    /// <summary>How many messages arrived twice, because of a fault on purpose.</summary>
    public long MessagesDoubled { get; init; }

    /// <summary>Why the run was ended early, in a sentence without the full stop; null if it was not.</summary>
    public string? Stopped { get; init; }

    /// <summary>How often the critical section was entered.</summary>
    public long Entries { get; } = EntriesPerProcess.Sum();

    /// <summary>Whether no property was violated. That alone does not make a run good: see <see cref="Verdict"/>.</summary>
    public bool IsGood => ViolationCount == 0;

    /// <summary>What the run shows.</summary>
    public RunVerdict Verdict => ViolationCount > 0 ? RunVerdict.Bad
        : Lost.Count > 0 ? RunVerdict.Incomplete
        : Entries == 0 || Protocol.Bug is not null ? RunVerdict.Inconclusive
        : (Crashed.Count > 0 && Tolerance is null) || IsCut ? RunVerdict.Incomplete
        : RunVerdict.Good;

    /// <summary>Messages per entry, not counting withdrawn requests and what was sent again; null if nobody entered.</summary>
    public double? MessagesPerEntry => Entries == 0 ? null : (double)Messages.ForEntries / Entries;

    /// <summary>How many messages an entry costs by theory; null if theory says nothing.</summary>
    public MessageCost? Cost { get; init; }

    /// <summary>Further figures of the protocol, in the order in which they are printed.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The same as a formula and its figures: <c>2(N-1) = 28</c>.</summary>
    public string? Theory => Cost?.Text(Processes);

    /// <summary>Whether a process needs the consent of all others to enter; default no.</summary>
    public bool NeedsEveryConsent { get; init; }

    /// <summary>
    /// Jain's fairness index of the entries per process (Jain, Chiu, Hawe 1984): 1 if all entered equally often, 1/N if only one
    /// process entered; null if nobody entered. Processes without a client do not count.
    /// </summary>
    public double? Fairness => Entries == 0
        ? null
        : (double)Entries * Entries / (Clients * EntriesPerProcess.Sum(x => (double)x * x));

    /// <summary>How many processes have a client, and so want to enter.</summary>
    public int Clients => Enumerable.Range(1, Processes)
        .Count(id => Protocol.Client(new ClientSetup(new Protocols.Kernel.ProcessId(id), Processes, 1)) is not null);
}
