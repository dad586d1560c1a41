using Coterie.Checking;
using Coterie.Exploring;
using Coterie.Mutex;
using Coterie.Tracing;

namespace Coterie.Hunting;

/// <summary>Takes a run down, with the causal past of all that happens, and where the checker finds something wrong.</summary>
internal sealed class StoryRecorder : IRunListener
{
    private readonly List<StoryEntry> _entries = [];
    private readonly List<int> _violations = [];
    private readonly TraceRecorder _clocks;
    private TraceEvent? _first;
    private TraceEvent? _last;

    /// <summary>Takes down a run of <paramref name="processes"/> processes of an algorithm.</summary>
    public StoryRecorder(int processes, MutexAlgorithm algorithm)
    {
        _clocks = new TraceRecorder(processes, happened => (_first, _last) = (_first ?? happened, happened));
        Checker = new RunChecker(processes, algorithm);
    }

    /// <summary>Judges the run; told of it by this recorder.</summary>
    public RunChecker Checker { get; }

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        var happening = new Happening(at, null, RecordedStep.Of(at, step));
        Take(happening);
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault) => Take(new Happening(at, fault, null));

    /// <summary>The story of a violation.</summary>
    /// <param name="violation">Which one.</param>
    /// <param name="ordinal">How many the checker found before it.</param>
    public Story Tell(Violation violation, int ordinal)
    {
        var end = ordinal < _violations.Count ? _violations[ordinal] + 1 : StoryCut.EndOfWaiting(_entries);
        return new Story(violation, [.. StoryCut.Past(_entries.GetRange(0, end), violation).Select(entry => entry.Happening)]);
    }

    // What leaves no event, as a tick with nothing to send again, is no part of the story.
    private void Take(Happening happening)
    {
        var before = Checker.Violations;
        happening.Tell(Checker);
        (_first, _last) = (null, null);
        happening.Tell(_clocks);
        if (_first is not null)
            _entries.Add(new StoryEntry(happening, _first.Process, _first.Number, _last!.Clock));
        for (; before < Checker.Violations; before++)
            _violations.Add(_entries.Count - 1);
    }
}

/// <summary>A line of a story, and where it stands in the order of causes.</summary>
/// <param name="Happening">What happened.</param>
/// <param name="Process">Whose event it is; null for the network as a whole.</param>
/// <param name="Number">The number of its first event among those of its process.</param>
/// <param name="Clock">The vector clock of its last event.</param>
internal sealed record StoryEntry(Happening Happening, ProcessId? Process, int Number, VectorClock? Clock);
