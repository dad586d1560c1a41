using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Removes from a run everything that has nothing to do with the violation. What is left must show the violation when it is
/// judged again; if it does not, more of the run is left, and the whole run if nothing else helps.
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
        if (violation.Property.Concern != Concern.Everybody)
            yield return PastOf(Concerned());
        // A value that is lost has no past of its own. But those who told and took values have one.
        if (!IsOfWaiting && (IsOfValues || links.HasRoutine))
            yield return PastOf(Sayings());
        // Something that never happened has no past either.
        yield return links.Past(Enumerable.Range(0, End).Where(index => !links.IsRoutine(index)), End);
        yield return entries.GetRange(0, End);
    }

    // The places on which the violation depends, of each process, and those that are enough if the last one is not needed.
    private Dictionary<ProcessId, List<int[]>> Concerned()
    {
        var last = new Dictionary<ProcessId, Standing>();
        foreach (var entry in entries.Take(End))
        {
            if (entry.Process is { } process)
                last[process] = StandingAfter(entry) ?? last.GetValueOrDefault(process);
        }
        return last.Where(pair => Concerns(pair.Key, pair.Value))
            .ToDictionary(pair => pair.Key, pair => new List<int[]> { links.Latest(pair.Key, End).ToArray() });
    }

    private bool Concerns(ProcessId process, Standing standing) => violation.Property.Concern switch
    {
        Concern.Inside => standing == Standing.Inside,
        _ => process == violation.Process || standing != Standing.Outside,
    };

    // Everything that each process says.
    private Dictionary<ProcessId, List<int[]>> Sayings()
    {
        var sayings = new Dictionary<ProcessId, List<int[]>>();
        for (var index = 0; index < End; index++)
        {
            if (entries[index].Process is not { } process || (!Says(entries[index]) && !IsShownAt(index)))
                continue;
            if (!sayings.TryGetValue(process, out var own))
                sayings.Add(process, own = []);
            own.Add([index]);
        }
        return sayings;
    }

    private bool IsShownAt(int index) => index == End - 1 && entries[index].Process == violation.Process;

    // The past of the last places of each process, or of earlier ones if these still show the violation.
    private List<StoryEntry> PastOf(Dictionary<ProcessId, List<int[]>> places)
    {
        var past = links.Past(places.Values.SelectMany(own => own[^1]), End);
        if (!links.HasRoutine && !IsOfValues)
            return past;
        foreach (var (process, own) in places.Where(pair => pair.Key != violation.Process))
        {
            List<int[]> all = [.. own];
            own.Clear();
            if (IsEnough())
                continue;
            own.AddRange(all);
            while (own.Count > 1)
            {
                var latest = own[^1];
                own.RemoveAt(own.Count - 1);
                if (IsEnough())
                    continue;
                own.Add(latest);
                break;
            }
        }
        return past;

        bool IsEnough()
        {
            var less = links.Past(places.Values.Where(own => own.Count > 0).SelectMany(own => own[^1]), End);
            if (less.Count >= past.Count || !check.IsShownBy(less))
                return false;
            past = less;
            return true;
        }
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
