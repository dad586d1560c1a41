using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Removes from a run everything that has nothing to do with the violation. What is left must show the violation when it is judged
/// again; if it does not, more of the run is left, and the whole run if nothing else helps.
/// </summary>
/// <param name="entries">The whole run.</param>
/// <param name="links">What each of them depends on.</param>
/// <param name="violation">The violation.</param>
/// <param name="check">Judges a part.</param>
internal sealed class StoryCut(List<StoryEntry> entries, StoryLinks links, Violation violation, StoryCheck check)
{
    /// <summary>How many entries there are up to the violation, including the one that shows it.</summary>
    public int End { get; } = EndOf(entries, violation);

    /// <summary>Whether it is that something never happens.</summary>
    public bool IsOfWaiting { get; } = violation.Property.Name == nameof(MutexProperties.Progress);

    private bool IsOfValues => violation.Property.Concern == Concern.Everybody && !IsOfWaiting;

    /// <summary>The smallest part of the run that was found to show the violation; null if only the whole run does.</summary>
    public List<StoryEntry>? Smallest() => Parts().FirstOrDefault(check.IsShownBy);

    /// <summary>How many entries there are up to the last one in which a process says what it did, or that is a fault.</summary>
    public static int Silence(List<StoryEntry> entries) => entries.FindLastIndex(Says) + 1;

    /// <summary>Where the process of an entry stands after it; null if the entry does not change that.</summary>
    public static Standing? StandingAfter(StoryEntry entry)
    {
        if (entry.Happening.Step is not { } step)
            return null;
        Standing? standing = null;
        foreach (var effect in step.Effects)
        {
            standing = effect.Output?.Deed switch
            {
                Deed.Asked => Standing.Waiting,
                Deed.Entered => Standing.Inside,
                Deed.Left or Deed.Withdrew or Deed.Lost => Standing.Outside,
                _ => standing,
            };
        }
        return standing;
    }

    // The smaller ones first.
    private IEnumerable<List<StoryEntry>> Parts()
    {
        if (IsOfValues)
            yield return PastOfSayings();
        else if (!IsOfWaiting)
            yield return PastOfConcerned();
        // Something that never happened has no past of its own.
        yield return links.Past(Enumerable.Range(0, End).Where(IsNeededByAll), End);
        yield return entries.GetRange(0, End);
    }

    private bool IsNeededByAll(int index) => !links.IsRoutine(index);

    private List<StoryEntry> PastOfConcerned()
    {
        var last = new Dictionary<ProcessId, Standing>();
        foreach (var entry in entries.Take(End))
        {
            if (entry.Process is { } process)
                last[process] = StandingAfter(entry) ?? last.GetValueOrDefault(process);
        }
        return links.Past(
            last.Where(pair => Concerns(pair.Key, pair.Value)).SelectMany(pair => links.Latest(pair.Key, End)), End);
    }

    private bool Concerns(ProcessId process, Standing standing) => violation.Property.Concern switch
    {
        Concern.Inside => standing == Standing.Inside,
        _ => process == violation.Process || standing != Standing.Outside,
    };

    // A value that is lost has no past either, but those who told and took values have one: the past of the last thing that each
    // process says, without the processes that do not matter.
    private List<StoryEntry> PastOfSayings()
    {
        var last = new Dictionary<ProcessId, int>();
        for (var index = 0; index < End; index++)
        {
            if (entries[index].Process is { } process && Says(entries[index]))
                last[process] = index;
        }
        if (violation.Process is { } shown && End > 0 && entries[End - 1].Process == shown)
            last[shown] = End - 1;
        var past = links.Past(last.Values, End);
        foreach (var process in last.Keys.Where(process => process != violation.Process).ToList())
        {
            var without = links.Past(last.Where(pair => pair.Key != process).Select(pair => pair.Value), End);
            if (without.Count == past.Count || !check.IsShownBy(without))
                continue;
            past = without;
            last.Remove(process);
        }
        return past;
    }

    private static bool Says(StoryEntry entry) =>
        entry.Happening.Fault is not (null or Fault.Drop or Fault.Duplicate)
        || entry.Happening.Step?.Effects.Any(effect => effect.Output is { } output
            && (output.Deed != Deed.None || output.Detail is not null)) == true;

    private static int EndOf(List<StoryEntry> entries, Violation violation)
    {
        bool IsSeenIn(StoryEntry entry) => entry.Happening.At == violation.At && entry.Process == violation.Process;
        if (violation.Property.Name == nameof(MutexProperties.Progress))
            return EndOfWaiting(entries);
        if (violation.Property.Concern == Concern.Everybody && violation.Process is null)
            return Silence(entries);
        var entry = entries.FindIndex(entry => IsSeenIn(entry) && StandingAfter(entry) == Standing.Inside);
        if (entry < 0)
            entry = entries.FindLastIndex(IsSeenIn);
        return entry < 0 ? entries.Count : entry + 1;
    }

    // The end: no process asks, enters or leaves after it, and unanswered messages were sent again once.
    private static int EndOfWaiting(List<StoryEntry> entries)
    {
        var end = entries.FindLastIndex(entry => StandingAfter(entry) is not null) + 1;
        for (var resends = 0; end < entries.Count; end++)
        {
            if (entries[end].Happening.Step?.Input.Kind == InputKind.Timer && ++resends > 1)
                break;
        }
        return end;
    }
}
