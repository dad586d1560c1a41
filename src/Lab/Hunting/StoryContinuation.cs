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
            return past;
        var exits = Exits(entries, end);
        if (exits.Count == 0)
            return past;
        var story = past.ToHashSet();
        return entries.Take(entries.IndexOf(exits[^1]) + 1).Where((entry, i) => story.Contains(entry)
            || (entry.Process is { } process && exits.Exists(exit => exit.Clock!.Knows(process, entry.Number)))
            || (entry.Process is null && i >= end));
    }

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
