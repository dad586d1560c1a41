using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Records a run.</summary>
internal sealed class StoryRecorder : IRunListener
{
    private readonly int _processes;
    private readonly Protocol _protocol;
    private readonly TimeSpan _resendInterval;
    private readonly List<StoryEntry> _all = [];
    private readonly List<StoryEntry> _entries = [];
    private readonly TraceRecorder _events;
    private TraceEvent? _first;

    /// <summary>Records a run of the processes 1 to <paramref name="processes"/> by the rules of a protocol.</summary>
    public StoryRecorder(int processes, Protocol protocol, TimeSpan resendInterval)
    {
        (_processes, _protocol, _resendInterval) = (processes, protocol, resendInterval);
        _events = new TraceRecorder(processes, protocol, happened => _first ??= happened);
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step) => Take(new Happening(at, null, RecordedStep.Of(at, step)));

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault) => Take(new Happening(at, fault, null));

    /// <summary>The story of a violation that the judge found in the run.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="prunes">Whether the machines try what they do not need; that takes long. Default no.</param>
    /// <param name="stop">Ends these tries early.</param>
    public Story Tell(Violation violation, bool prunes = false, CancellationToken stop = default)
    {
        var links = new StoryLinks(_entries, _protocol.Words.Routine);
        var check = new StoryCheck(_protocol, _processes, violation);
        var cut = new StoryCut(_entries, links, violation, check);
        var smallest = cut.Smallest();
        var part = smallest ?? _entries;
        if (prunes && links.HasRoutine && !cut.IsOfWaiting)
            part = new StoryPruning(_entries.GetRange(0, cut.End), links, Replay(links, cut.End), check, stop).Of(part);
        var isPart = part.ToHashSet();
        return new Story(violation, [.. part.Select(entry => entry.Happening)])
        {
            IsWhole = smallest is null,
            LeftOut = Enumerable.Range(0, cut.End).Count(index => links.IsRoutine(index) && !isPart.Contains(_entries[index])),
            Continuing = new Lazy<IReadOnlyList<Happening>>(() =>
            [
                .. new StoryContinuation(_entries, links, cut, check).Of(part, violation).Select(entry => entry.Happening),
            ]),
        };
    }

    // A happening without an event is not part of the story, such as a resend timer that sends nothing.
    private void Take(Happening happening)
    {
        _first = null;
        happening.Tell(_events);
        var entry = new StoryEntry(happening, _first?.Process);
        _all.Add(entry);
        if (_first is not null)
            _entries.Add(entry);
    }

    private StoryReplay Replay(StoryLinks links, int end)
    {
        var places = new Dictionary<StoryEntry, int>();
        for (var index = 0; index < _entries.Count; index++)
            places.Add(_entries[index], index);
        var last = _all.IndexOf(_entries[end - 1]);
        return new StoryReplay(
            _protocol,
            _processes,
            _resendInterval,
            _all.GetRange(0, last + 1),
            entry => places.TryGetValue(entry, out var place) && links.OriginOf(place) is { } origin ? _entries[origin] : null);
    }
}

/// <summary>A line of the story of a run.</summary>
/// <param name="happening">What happened.</param>
/// <param name="process">The process of the event; null for the network as a whole.</param>
internal sealed class StoryEntry(Happening happening, ProcessId? process)
{
    /// <summary>What happened.</summary>
    public Happening Happening => happening;

    /// <summary>The process of the event; null for the network as a whole.</summary>
    public ProcessId? Process => process;

    /// <summary>The same, also if there is no event.</summary>
    public ProcessId? Of => process ?? happening.Step?.Process;
}

/// <summary>How a run came to break a property: what happened up to the violation, limited to what it depends on.</summary>
/// <param name="Violation">The first one of the gravest property.</param>
/// <param name="Happenings">On what it depends, in order.</param>
public sealed record Story(Violation Violation, IReadOnlyList<Happening> Happenings)
{
    /// <summary>
    /// The same, and how it goes on, for a trace: in a picture that ended at the violation, two that are inside together would be
    /// two lines without a width. It goes on until everybody has left who was inside at the violation, or came in before the next
    /// one left. Of what happens after the violation, and what that needs from before, it has no more than what these exits
    /// depend on. Where a process waits for ever, it does not go on. Where values are wrong, and a trace of the story does not
    /// show it because a trace keeps no values, it is the whole run, up to the last fault and the last thing that a process
    /// says.
    /// </summary>
    public IReadOnlyList<Happening> Continued => Continuing?.Value ?? Happenings;

    /// <summary>
    /// How many events were left out in which a process sends or receives only messages that are sent all the time
    /// (<see cref="Words.Routine"/>), or messages that say the same once more. Default 0.
    /// </summary>
    public int LeftOut { get; init; }

    /// <summary>Whether it is the whole run, because no part of it that was tried shows the violation. Default no.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Makes <see cref="Continued"/>; null if it is the same as <see cref="Happenings"/>. Default null.</summary>
    internal Lazy<IReadOnlyList<Happening>>? Continuing { get; init; }
}
