using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Removes from a story everything that has nothing to do with the violation.</summary>
internal static class StoryCut
{
    /// <summary>How many entries there are up to the violation, including the one that shows it.</summary>
    public static int End(List<StoryEntry> entries, Violation violation)
    {
        bool IsSeenIn(StoryEntry entry) => entry.Happening.At == violation.At && entry.Process == violation.Process;
        if (IsOfWaiting(violation) || (violation.Property.Concern == Concern.Everybody && violation.Process is null))
            return EndOfWaiting(entries);
        var entry = entries.FindIndex(entry => IsSeenIn(entry) && StandingAfter(entry) == Standing.Inside);
        if (entry < 0)
            entry = entries.FindLastIndex(IsSeenIn);
        return entry < 0 ? entries.Count : entry + 1;
    }

    /// <summary>Whether it is that something never happens.</summary>
    public static bool IsOfWaiting(Violation violation) => violation.Property.Name == nameof(MutexProperties.Progress);

    /// <summary>
    /// The entries that are in the causal past of the violation. If a process waits for ever, all entries: something that never
    /// happened has no past of its own. If a value is wrong, all entries, too: a value that is lost has none either.
    /// </summary>
    public static IEnumerable<StoryEntry> Past(List<StoryEntry> entries, Violation violation)
    {
        if (violation.Property.Concern == Concern.Everybody)
            return entries;
        var last = new Dictionary<ProcessId, (VectorClock Clock, Standing Standing)>();
        foreach (var entry in entries)
        {
            if (entry is { Process: { } process, Clock: { } clock })
                last[process] = (clock, StandingAfter(entry) ?? last.GetValueOrDefault(process).Standing);
        }
        var clocks = last.Where(pair => Concerns(violation, pair.Key, pair.Value.Standing))
            .Select(pair => pair.Value.Clock)
            .ToList();
        return StoryTraffic.WithDoublings(
            entries, entry => entry.Process is not { } process || clocks.Exists(clock => clock.Knows(process, entry.Number)));
    }

    private static bool Concerns(Violation violation, ProcessId process, Standing standing) => violation.Property.Concern switch
    {
        Concern.Inside => standing == Standing.Inside,
        _ => process == violation.Process || standing != Standing.Outside,
    };

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
}
