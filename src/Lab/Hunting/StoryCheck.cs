using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;

namespace Coterie.Lab.Hunting;

/// <summary>Judges a part of a run again: does it show the violation by itself?</summary>
/// <param name="protocol">The protocol of the run.</param>
/// <param name="processes">N.</param>
/// <param name="violation">What the judge found in the whole run.</param>
internal sealed class StoryCheck(Protocol protocol, int processes, Violation violation)
{
    /// <summary>
    /// Whether the judge of runs finds the same in it. What it says of values must be the same to the word: it
    /// could be another mistake in a part of the run, for example because the part has fewer copies of a value.
    /// </summary>
    public bool IsShownBy(IEnumerable<StoryEntry> part)
    {
        var judge = protocol.MakeJudge(processes);
        foreach (var entry in part)
            entry.Happening.Tell(judge);
        return judge.Finish(null).Violations.Any(found => found.Property == violation.Property
            && (violation.Property.Concern != Concern.Everybody
                || violation.Property.Name == nameof(MutexProperties.Progress)
                || (found.Process, found.Text) == (violation.Process, violation.Text)));
    }

    /// <summary>Whether the judge of traces finds it in a trace of the part, too. A trace keeps no values.</summary>
    public bool IsShownByTraceOf(IEnumerable<StoryEntry> part)
    {
        var events = new List<TraceEvent>();
        var recorder = new TraceRecorder(processes, protocol, events.Add);
        foreach (var entry in part)
            entry.Happening.Tell(recorder);
        return TraceJudge.Check(new Trace(TraceHeader.Of(protocol, processes, null), events)) is not { } verdict
            || verdict.Violation?.Rule == violation.Property.Name;
    }
}
