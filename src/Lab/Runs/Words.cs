using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>The words in which runs of a protocol are described, and in which traces are read.</summary>
public sealed record Words
{
    /// <summary>What a protocol of this family is called. Default <c>algorithm</c>.</summary>
    public string Rules { get; init; } = "algorithm";

    /// <summary>What processes want, after a verb: <c>the critical section</c>.</summary>
    public required string Section { get; init; }

    /// <summary>
    /// The kind of message by which a process asks: if a process that asks sends it to all others, a trace does not write it.
    /// Null if the protocol has none.
    /// </summary>
    public string? Request { get; init; }

    /// <summary>
    /// The kind of message by which a process consents to a request, at once or later. Null if the protocol has none.
    /// </summary>
    public string? Consent { get; init; }

    /// <summary>Whether every receiver of a request has to consent to it sooner or later; default no.</summary>
    public bool OwesConsent { get; init; }

    /// <summary>
    /// The kinds of messages that processes send all the time, whether anybody wants in or not. Event lines and pictures leave
    /// them out. Default none.
    /// </summary>
    public IReadOnlyList<string> Routine { get; init; } = [];

    /// <summary>
    /// Whether the number of a request is a time on the logical clock of its process, which others compare. If not, it only
    /// counts the requests. Default no.
    /// </summary>
    public bool HasTimestamps { get; init; }

    /// <summary>
    /// The kinds of messages that answer a request and do not bring its process closer to its entry. The value says what the
    /// sender means, after its name: <c>prefers an earlier request</c>; null if event lines leave the message out. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Delays { get; init; } = new Dictionary<string, string?>();

    /// <summary>How the steps are explained; null for a protocol without an explanation. Default null.</summary>
    internal Rulebook? Rulebook { get; init; }

    /// <summary>
    /// What the lines of pictures show besides what they show of every protocol; null for nothing. Default null.
    /// </summary>
    internal Lanes? Lanes { get; init; }

    /// <summary>What a process is, before its number: <c>Process</c>.</summary>
    public Func<ProcessId, string> Name { get; init; } = process => $"Process {process}";

    /// <summary>
    /// Such as <c>Process 3</c>, <c>Processes 1 to 3 and 7</c>, <c>Voters 1 and 2 and Client 5</c>.
    /// </summary>
    /// <param name="processes">One or more, in any order.</param>
    public string List(IEnumerable<ProcessId> processes)
    {
        var kinds = processes.OrderBy(process => process.Value).GroupBy(NounOf);
        return string.Join(" and ", kinds.Select(kind => kind.Count() == 1
            ? Name(kind.First())
            : $"{kind.Key}{(kind.Key.EndsWith('s') ? "es" : "s")} {ProcessList.Numbers(kind)}"));
    }

    private string NounOf(ProcessId process) => Name(process).Split(' ')[0];

    /// <summary>What a timer is for, after <c>has waited for</c>: <c>the resend interval</c>.</summary>
    public Func<TimerId, string> Timer { get; init; } = _ => "the resend interval";
}
