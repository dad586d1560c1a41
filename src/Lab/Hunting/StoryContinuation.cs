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
        return WithoutUnsent(entries.Take(last).Where((entry, i) => story.Contains(entry)
            || (entry.Process is { } process && exits.Exists(exit => exit.Clock!.Knows(process, entry.Number)))
            || (entry.Process is null && i >= end)));
    }

    // How many entries there are up to the last one in which a process says what it did, or that is a fault.
    private static int Silence(List<StoryEntry> entries) => entries.FindLastIndex(
        entry => entry.Happening.Fault is not (null or Fault.Drop or Fault.Duplicate)
            || entry.Happening.Step?.Effects.Any(effect => effect.Output is { } output
                && (output.Deed != Deed.None || output.Detail is not null)) == true) + 1;

    // The loss of a message is an event of its receiver, which does not know of the sending: that may be no part of the story. A
    // trace in which a message is lost that was never sent would not fit together.
    private static IEnumerable<StoryEntry> WithoutUnsent(IEnumerable<StoryEntry> entries)
    {
        var onTheWay = new Dictionary<MessageKey, int>();
        foreach (var entry in entries)
        {
            var (fault, step) = (entry.Happening.Fault, entry.Happening.Step);
            if (fault is Fault.Drop drop && !Arrive(MessageKey.Of(drop.From, drop.To, drop.Message)))
                continue;
            if (fault is Fault.Duplicate copy)
                Depart(MessageKey.Of(copy.From, copy.To, copy.Message));
            if (step is { Input: { IsReturned: false, Message: { } received } input })
                Arrive(MessageKey.Of(input.From, step.Process, received));
            foreach (var effect in step?.Effects ?? [])
            {
                if (effect.Message is { } sent)
                    Depart(MessageKey.Of(step!.Process, effect.To, sent));
            }
            yield return entry;
        }

        void Depart(MessageKey key) => onTheWay[key] = onTheWay.GetValueOrDefault(key) + 1;

        bool Arrive(MessageKey key)
        {
            var count = onTheWay.GetValueOrDefault(key);
            onTheWay[key] = Math.Max(0, count - 1);
            return count > 0;
        }
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
