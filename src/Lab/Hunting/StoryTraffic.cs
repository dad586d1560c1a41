using Coterie.Lab.Runs;

namespace Coterie.Lab.Hunting;

/// <summary>Keeps a part of a run such that no message arrives or is lost in it that was not sent or doubled in it.</summary>
internal static class StoryTraffic
{
    /// <summary>
    /// A part of a run, with the doublings of the messages whose copies arrive in it. They are missing in a causal past: a copy
    /// arrives with the clock of its message, which was sent before it was doubled.
    /// </summary>
    public static IEnumerable<StoryEntry> WithDoublings(IReadOnlyList<StoryEntry> entries, Func<StoryEntry, bool> isPart)
    {
        var missing = new Dictionary<MessageKey, int>();
        var balance = new Dictionary<MessageKey, int>();
        foreach (var (key, change) in entries.Where(isPart).SelectMany(Moves))
        {
            balance[key] = balance.GetValueOrDefault(key) + change;
            missing[key] = Math.Max(missing.GetValueOrDefault(key), -balance[key]);
        }
        return entries.Where(entry => isPart(entry) || IsMissing(entry));

        bool IsMissing(StoryEntry entry) => entry.Happening.Fault is Fault.Duplicate copy
            && missing.GetValueOrDefault(KeyOf(copy)) > 0
            && missing[KeyOf(copy)]-- > 0;
    }

    /// <summary>
    /// The same without the losses of messages that are not sent in it. A loss is an event of the receiver, which does not know
    /// of the sending.
    /// </summary>
    public static IEnumerable<StoryEntry> WithoutUnsent(IEnumerable<StoryEntry> entries)
    {
        var onTheWay = new Dictionary<MessageKey, int>();
        foreach (var entry in entries)
        {
            if (entry.Happening.Fault is Fault.Drop drop && onTheWay.GetValueOrDefault(KeyOf(drop)) == 0)
                continue;
            foreach (var (key, change) in Moves(entry))
                onTheWay[key] = Math.Max(0, onTheWay.GetValueOrDefault(key) + change);
            yield return entry;
        }
    }

    // The messages that come onto the way, and those that leave it.
    private static IEnumerable<(MessageKey Key, int Change)> Moves(StoryEntry entry)
    {
        switch (entry.Happening.Fault)
        {
            case Fault.Drop drop: yield return (KeyOf(drop), -1); break;
            case Fault.Duplicate copy: yield return (KeyOf(copy), 1); break;
        }
        if (entry.Happening.Step is not { } step)
            yield break;
        if (step.Input is { IsReturned: false, Message: { } received } input)
            yield return (MessageKey.Of(input.From, step.Process, received), -1);
        foreach (var effect in step.Effects)
        {
            if (effect.Message is { } sent)
                yield return (MessageKey.Of(step.Process, effect.To, sent), 1);
        }
    }

    private static MessageKey KeyOf(Fault.Drop drop) => MessageKey.Of(drop.From, drop.To, drop.Message);

    private static MessageKey KeyOf(Fault.Duplicate copy) => MessageKey.Of(copy.From, copy.To, copy.Message);
}
