using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Messages of a run by kind. Everything that left a process counts once; messages to the shared counter do not.
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
public sealed record WaitingTimes(TimeSpan Median, TimeSpan Percentile95, TimeSpan Longest);

/// <summary>A figure of a run that its protocol alone knows of: some words, or how long something waited.</summary>
/// <param name="Label">What it is: <c>reads and writes</c>.</param>
/// <param name="Text">The words; null where there are <paramref name="Times"/>.</param>
/// <param name="Times">How long; null where there is a <paramref name="Text"/>, or nothing waited.</param>
public sealed record Figure(string Label, string? Text, WaitingTimes? Times = null);

/// <summary>A process that could no longer enter, because processes whose consent it needed were lost.</summary>
/// <param name="Process">Who waited.</param>
/// <param name="Request">Its request, withdrawn at the end of the run.</param>
/// <param name="Missing">The lost processes that had not consented.</param>
public sealed record BlockedProcess(ProcessId Process, Timestamp Request, IReadOnlyList<ProcessId> Missing);

/// <summary>What the judge found in a run.</summary>
/// <param name="Protocol">Whose promises it was held against.</param>
/// <param name="Processes">N.</param>
/// <param name="Elapsed">From the start to the last step.</param>
/// <param name="Withdrawn">Requests that were withdrawn.</param>
/// <param name="Messages">The messages sent.</param>
/// <param name="Waiting">Waiting times; null where nobody entered.</param>
/// <param name="EntriesPerProcess">Entries of process 1, 2, …</param>
/// <param name="MostInside">The most processes ever inside at once.</param>
/// <param name="Counter">The shared counter at the end; null where the run had none.</param>
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
    /// Processes whose machine was lost during the run. The shared counter is not judged then: it may hold entries that nobody
    /// told of.
    /// </summary>
    public IReadOnlyList<ProcessId> Lost { get; init; } = [];

    /// <summary>
    /// Processes that crashed and did not come back. They are not judged then, nor is the shared counter: a process inside may
    /// have written it or not.
    /// </summary>
    public IReadOnlyList<ProcessId> Crashed { get; init; } = [];

    /// <summary>Who waited in vain for the consent of a lost or crashed process.</summary>
    public IReadOnlyList<BlockedProcess> Blocked { get; init; } = [];

    /// <summary>Whether the run ended in the middle, while it still went on. Whoever waited then is not starved.</summary>
    public bool IsCut { get; init; }

    /// <summary>Who was inside when the run was cut.</summary>
    public IReadOnlyList<ProcessId> StillInside { get; init; } = [];

    /// <summary>Why the run was ended early, in a sentence without the stop; null where it was not.</summary>
    public string? Stopped { get; init; }

    /// <summary>How often the critical section was entered.</summary>
    public long Entries { get; } = EntriesPerProcess.Sum();

    /// <summary>Whether no property was violated. That alone does not make a run good: see <see cref="Verdict"/>.</summary>
    public bool IsGood => ViolationCount == 0;

    /// <summary>What the run shows.</summary>
    public RunVerdict Verdict => ViolationCount > 0 ? RunVerdict.Bad
        : Lost.Count > 0 ? RunVerdict.Incomplete
        : Entries == 0 || Protocol.Bug is not null ? RunVerdict.Inconclusive
        : Crashed.Count > 0 || IsCut ? RunVerdict.Incomplete
        : RunVerdict.Good;

    /// <summary>Messages per entry, not counting withdrawn requests and what was sent again; null where nobody entered.</summary>
    public double? MessagesPerEntry => Entries == 0 ? null : (double)Messages.ForEntries / Entries;

    /// <summary>How many messages an entry costs by theory; null if theory says nothing.</summary>
    public MessageCost? Cost { get; init; }

    /// <summary>What the protocol has to say besides, in the order in which it is said.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The same as a formula and its figures: <c>2(N-1) = 28</c>.</summary>
    public string? Theory => Cost?.Text(Processes);

    /// <summary>Whether nobody can enter without the consent of everybody; default no.</summary>
    public bool NeedsEveryConsent { get; init; }

    /// <summary>
    /// Jain's fairness index of the entries per process (Jain, Chiu, Hawe 1984): 1 where all entered equally often, 1/N where one
    /// alone did; null where nobody entered. Processes without a client do not count.
    /// </summary>
    public double? Fairness => Entries == 0
        ? null
        : (double)Entries * Entries / (Clients * EntriesPerProcess.Sum(x => (double)x * x));

    private int Clients => Enumerable.Range(1, Processes)
        .Count(id => Protocol.Client(new ClientSetup(new Protocols.Kernel.ProcessId(id), Processes, 1)) is not null);
}
