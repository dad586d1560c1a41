using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Follows a run a little past a violation, see <see cref="Story.Continued"/>.</summary>
internal static class StoryContinuation
{
    /// <summary>The story and its continuation.</summary>
    /// <param name="entries">The whole run.</param>
    /// <param name="end">How many of them there are up to the violation.</param>
    /// <param name="past">Those of them that are the story.</param>
    /// <param name="violation">The violation.</param>
    public static IEnumerable<StoryEntry> Of(
        List<StoryEntry> entries, int end, IReadOnlyCollection<StoryEntry> past, Violation violation)
    {
        if (violation.Property.Concern == Concern.Everybody)
            return StoryCut.IsOfWaiting(violation) ? past : entries.Take(Math.Max(end, Silence(entries)));
        var exits = Exits(entries, end);
        var story = past.ToHashSet();
        var last = exits.Count == 0 ? end : entries.IndexOf(exits[^1]) + 1;
        return StoryTraffic.WithoutUnsent(StoryTraffic.WithDoublings(entries.GetRange(0, last), IsPart));

        bool IsPart(StoryEntry entry) => story.Contains(entry)
            || (entry.Process is { } process && exits.Exists(exit => exit.Clock!.Knows(process, entry.Number)))
            || (entry.Process is null && entries.IndexOf(entry) >= end);
    }

    // How many entries there are up to the last one in which a process says what it did, or that is a fault.
    private static int Silence(List<StoryEntry> entries) => entries.FindLastIndex(
        entry => entry.Happening.Fault is not (null or Fault.Drop or Fault.Duplicate)
            || entry.Happening.Step?.Effects.Any(effect => effect.Output is { } output
                && (output.Deed != Deed.None || output.Detail is not null)) == true) + 1;

    // Everybody who is inside at the violation, or comes in before the first of them leaves, until the last one has left.
    private static List<StoryEntry> Exits(List<StoryEntry> entries, int end)
    {
        var inside = new HashSet<ProcessId>();
        var exits = new List<StoryEntry>();
        for (var i = 0; i < entries.Count && (i < end || exits.Count == 0 || inside.Count > 0); i++)
        {
            var standing = StoryCut.StandingAfter(entries[i]);
            if (entries[i].Process is not { } process || standing is null)
                continue;
            if (standing == Standing.Inside && exits.Count == 0)
                inside.Add(process);
            else if (standing == Standing.Outside && inside.Remove(process) && i >= end)
                exits.Add(entries[i]);
        }
        return exits;
    }
}
