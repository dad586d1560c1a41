using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>Follows a run a little past a violation, see <see cref="Story.Continued"/>.</summary>
/// <param name="entries">The whole run.</param>
/// <param name="links">What each of them depends on.</param>
/// <param name="cut">Where the violation is.</param>
/// <param name="check">Judges a part.</param>
internal sealed class StoryContinuation(List<StoryEntry> entries, StoryLinks links, StoryCut cut, StoryCheck check)
{
    /// <summary>The story and its continuation: if its trace does not show the violation, that of the whole run.</summary>
    /// <param name="story">The part of the run that is the story.</param>
    /// <param name="violation">The violation.</param>
    public List<StoryEntry> Of(List<StoryEntry> story, Violation violation)
    {
        if (cut.IsOfWaiting)
            return story;
        if (violation.Property.Concern == Concern.Everybody)
            return check.IsShownByTraceOf(story) ? story : entries.GetRange(0, Math.Max(cut.End, StoryCut.Silence(entries)));
        var exits = Exits();
        var last = exits.Count == 0 ? cut.End : exits[^1] + 1;
        var isStory = story.ToHashSet();
        var ends = Enumerable.Range(0, last).Where(index => isStory.Contains(entries[index])).Concat(exits);
        var continued = links.Past(ends, last);
        var exiting = exits.Select(index => entries[index]).ToHashSet();
        List<StoryEntry> shortest = [.. entries.Where(entry => isStory.Contains(entry) || exiting.Contains(entry))];
        if (exiting.All(entry => entry.Happening.Step?.Input.Message is null) && check.IsShownByTraceOf(shortest))
            return shortest;
        return check.IsShownByTraceOf(continued) ? continued : entries.GetRange(0, last);
    }

    // Everybody who is inside at the violation, or comes in before the first of them leaves, until the last one has left.
    private List<int> Exits()
    {
        var inside = new HashSet<ProcessId>();
        var exits = new List<int>();
        for (var i = 0; i < entries.Count && (i < cut.End || exits.Count == 0 || inside.Count > 0); i++)
        {
            var standing = StoryCut.StandingAfter(entries[i]);
            if (entries[i].Process is not { } process || standing is null)
                continue;
            if (standing == Standing.Inside && exits.Count == 0)
                inside.Add(process);
            else if (standing == Standing.Outside && inside.Remove(process) && i >= cut.End)
                exits.Add(i);
        }
        return exits;
    }
}
