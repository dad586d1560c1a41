using Coterie.Lab.Tracing.Judging;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>
/// Why a process waited for an entry: the critical path from its request to the entry. It is found by going back from the entry,
/// each time to the last event that was needed. It works for every algorithm, because it uses only who sent what when.
/// </summary>
/// <param name="Entry">The entry.</param>
/// <param name="Parts">
/// The path in order of time. The parts follow one another without a gap from the request to the entry. Empty if the trace does
/// not have the request.
/// </param>
/// <param name="Name">What the processes are called.</param>
internal sealed record Explanation(TraceEntry Entry, IReadOnlyList<WaitPart> Parts, Func<ProcessId, string> Name)
{
    /// <summary>The violations in which the entry takes part, in the order in which they were seen.</summary>
    public IReadOnlyList<Sighting> Violations { get; init; } = [];

    /// <summary>How long the process waited.</summary>
    public TimeSpan Waited => Entry.Asked is { } asked ? Entry.Entered.At - asked.At : TimeSpan.Zero;

    /// <summary>The wait in a sentence, then what came last, then a sentence for each part.</summary>
    public IReadOnlyList<string> Sentences =>
        [Headline, .. Last, .. Parts.Select(part => $"{EventText.Milliseconds(part.From, part.To)}: {part.Text}")];

    private string Headline
    {
        get
        {
            var entered = EventText.Milliseconds(Entry.Entered.At);
            if (Entry.Asked is not { } asked)
                return $"{Name(Entry.Process)} entered with request {Entry.Request} at {entered}; "
                    + "the trace does not tell when it asked.";
            var later = EventText.Milliseconds(asked.At, Entry.Entered.At);
            var began = $"{Name(Entry.Process)} asked with request {Entry.Request} at {EventText.Milliseconds(asked.At)}";
            return $"{began} and entered at {entered}, {later} later.";
        }
    }

    private IEnumerable<string> Last =>
        Parts.LastOrDefault(part => part.Message is not null) is { Message: { } message } && message.To == Entry.Process
            ? [$"The last thing that it needed was the {message.Name} from {Name(message.From)}."]
            : [];

    /// <summary>Explains <paramref name="entry"/>, one of those of <paramref name="index"/>.</summary>
    public static Explanation Of(TraceIndex index, TraceEntry entry) =>
        new(entry, new CriticalPath(index, entry).Walk(), index.Name);

    /// <summary>The same, with the violations in which the entry takes part: the run is judged once more.</summary>
    public static Explanation Judged(TraceIndex index, TraceEntry entry) => Of(index, entry) with
    {
        Violations = Blame.Of(index, EntryJudge.SeenDuring(index.Trace, entry)).Of(entry.Number),
    };
}
