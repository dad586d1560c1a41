using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Hunting;

/// <summary>
/// Leaves out of a story whatever its machines do not need: a process, a fault, a single step. The machines play what is left
/// again. They must say the same as in the run, and the judge must still find the violation.
/// </summary>
/// <param name="entries">The whole run.</param>
/// <param name="links">What each of them depends on.</param>
/// <param name="replay">Plays a part.</param>
/// <param name="check">Judges a part.</param>
/// <param name="stop">Ends it early, with what was left out up to then.</param>
internal sealed class StoryPruning(
    IReadOnlyList<StoryEntry> entries, StoryLinks links, StoryReplay replay, StoryCheck check, CancellationToken stop)
{
    private const int MostDifferences = 12; // steps that one attempt leaves out because they would be different
    private HashSet<StoryEntry> _gone = [];
    private HashSet<StoryEntry> _story = [];
    private bool _isBegun; // the first attempt leaves out nothing

    /// <summary>The smaller story; the same if nothing can be left out.</summary>
    /// <param name="story">A part of the run that shows the violation.</param>
    public List<StoryEntry> Of(List<StoryEntry> story)
    {
        _story = [.. story];
        _gone = Strangers();
        if (!Try([], null))
            return story;
        int before;
        do
        {
            before = _story.Count;
            foreach (var group in Groups().ToList())
                Try(group, null);
            foreach (var entry in Enumerable.Reverse(InOrder()).Where(MayGo))
                Try([entry], null);
            foreach (var loss in Enumerable.Reverse(InOrder()).Where(entry => entry.Happening.Fault is Fault.Drop))
                Try([], loss);
        }
        while (_story.Count < before);
        return InOrder();
    }

    // All of a process that the story does not name. What others do after their last part in it changes nothing.
    private HashSet<StoryEntry> Strangers()
    {
        var named = _story.Select(entry => entry.Process).ToHashSet();
        return [.. replay.All.Where(entry => entry.Of is { } process && !named.Contains(process))];
    }

    private List<StoryEntry> InOrder() => [.. entries.Where(_story.Contains)];

    // What is left out together: all of a process, and all steps without a consequence of their own.
    private IEnumerable<IEnumerable<StoryEntry>> Groups()
    {
        foreach (var process in _story.Select(entry => entry.Process).OfType<ProcessId>().Distinct().ToList())
            yield return replay.All.Where(entry => entry.Of == process);
        yield return InOrder().Where(entry => entry.Happening.Step is { Effects.Count: 0 });
    }

    // A process begins before it does anything else. Pauses and partitions say why something does not happen, as losses do.
    private static bool MayGo(StoryEntry entry) =>
        entry.Happening.Fault is null or Fault.Crash or Fault.Restart or Fault.Jump or Fault.Duplicate
        && entry.Happening.Step?.Input.Kind is not (InputKind.Start or InputKind.Restart);

    private bool Try(IEnumerable<StoryEntry> less, StoryEntry? arriving)
    {
        HashSet<StoryEntry> gone = [.. _gone, .. less];
        if (stop.IsCancellationRequested || (_isBegun && arriving is null && gone.Count == _gone.Count))
            return false;
        for (var differences = 0; differences <= MostDifferences; differences++)
        {
            var (played, different) = replay.Play(entry => !gone.Contains(entry), _story.Contains, arriving);
            if (different is not null)
            {
                if (different == arriving || !gone.Add(different))
                    return false;
                continue;
            }
            var shown = Shown(played, gone, arriving);
            if (_isBegun && shown.Count >= _story.Count)
                return false;
            List<StoryEntry> part = [.. entries.Where(shown.Contains)];
            if (!check.IsShownBy(part)
                || !check.IsShownBy(part.Select(entry => new StoryEntry(played[entry], entry.Process))))
                return false;
            if (arriving is null)
                _gone = gone;
            (_story, _isBegun) = (shown, true);
            return true;
        }
        return false;
    }

    // Of the routine steps only those on which another one depends.
    private HashSet<StoryEntry> Shown(
        Dictionary<StoryEntry, Happening> played, HashSet<StoryEntry> gone, StoryEntry? arriving)
    {
        var shown = new HashSet<StoryEntry>();
        var isNeeded = new bool[entries.Count];
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = entries[index];
            if (entry == arriving || !_story.Contains(entry) || gone.Contains(entry) || !played.ContainsKey(entry)
                || (links.IsRoutine(index) && !isNeeded[index]))
                continue;
            shown.Add(entry);
            foreach (var cause in links.CausesOf(index))
                isNeeded[cause] = true;
        }
        return shown;
    }
}
