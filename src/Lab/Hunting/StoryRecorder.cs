using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Records a run, with the causal past of every event.</summary>
internal sealed class StoryRecorder : IRunListener
{
    private readonly List<StoryEntry> _entries = [];
    private readonly TraceRecorder _clocks;
    private TraceEvent? _first;
    private TraceEvent? _last;

    /// <summary>Records a run of the processes 1 to <paramref name="processes"/> by the rules of a protocol.</summary>
    public StoryRecorder(int processes, Protocol protocol) =>
        _clocks = new TraceRecorder(processes, protocol, happened => (_first, _last) = (_first ?? happened, happened));

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step) => Take(new Happening(at, null, RecordedStep.Of(at, step)));

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault) => Take(new Happening(at, fault, null));

    /// <summary>The story of a violation that the judge found in the run.</summary>
    public Story Tell(Violation violation)
    {
        var end = StoryCut.End(_entries, violation);
        List<StoryEntry> past = [.. StoryCut.Past(_entries.GetRange(0, end), violation)];
        return new Story(violation, [.. past.Select(entry => entry.Happening)])
        {
            Continued = [.. StoryContinuation.Of(_entries, end, past, violation).Select(entry => entry.Happening)],
        };
    }

    // A happening without an event is not part of the story, such as a resend timer that sends nothing.
    private void Take(Happening happening)
    {
        (_first, _last) = (null, null);
        happening.Tell(_clocks);
        if (_first is not null)
            _entries.Add(new StoryEntry(happening, _first.Process, _first.Number, _last!.Clock));
    }
}

/// <summary>A line of a story, and its place in the causal order.</summary>
/// <param name="Happening">What happened.</param>
/// <param name="Process">The process of the event; null for the network as a whole.</param>
/// <param name="Number">The number of its first event among the events of its process.</param>
/// <param name="Clock">The vector clock of its last event.</param>
internal sealed record StoryEntry(Happening Happening, ProcessId? Process, int Number, VectorClock? Clock);

/// <summary>How a run came to break a property: what happened up to the violation, limited to its causal past.</summary>
/// <param name="Violation">The first one of the gravest property.</param>
/// <param name="Happenings">Its causal past, in order.</param>
public sealed record Story(Violation Violation, IReadOnlyList<Happening> Happenings)
{
    /// <summary>
    /// The same, and how it goes on, for a trace: in a picture that ended at the violation, two that are inside together would be
    /// two lines without a width. It goes on until everybody has left who was inside at the violation, or came in before the next
    /// one left. Of what happens after the violation, and what that needs from before, it has no more than the causal past of
    /// these exits. Where a process waits for ever, it does not go on. Where values are wrong, it is the whole run, up to the
    /// last fault and the last thing that a process says.
    /// </summary>
    public IReadOnlyList<Happening> Continued { get; init; } = Happenings;
}
