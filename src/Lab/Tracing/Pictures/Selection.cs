namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Chooses what to draw if there is too much.</summary>
internal static class Selection
{
    /// <summary>The longest bars, in their order.</summary>
    public static IReadOnlyList<Bar> Longest(IReadOnlyList<Bar> bars, int most) => bars.Count <= most
        ? bars
        :
        [
            .. bars.Select((bar, i) => (bar, i))
                .OrderByDescending(x => x.bar.To - x.bar.From).ThenBy(x => x.i).Take(most)
                .OrderBy(x => x.i).Select(x => x.bar),
        ];

    /// <summary>
    /// At most <paramref name="most"/> messages: first those that belong to a violation, or were lost or deferred, then others,
    /// both evenly over the run.
    /// </summary>
    public static IReadOnlyList<Arrow> MostImportant(IReadOnlyList<Arrow> arrows, int most, IReadOnlySet<TraceMessage> guilty) =>
        MostImportant(
            arrows,
            most,
            arrow => arrow.Message is { IsLost: true } or { IsDeferredReply: true } || guilty.Contains(arrow.Message));

    /// <summary>
    /// At most <paramref name="most"/> events: first the ends of the <paramref name="chosen"/> messages and what processes do
    /// without a message, then others, both evenly over the run.
    /// </summary>
    public static IReadOnlyList<TraceEvent> MostImportant(IReadOnlyList<TraceEvent> events, IEnumerable<Arrow> chosen, int most)
    {
        if (events.Count <= most)
            return events;
        var ends = new HashSet<object>(
            chosen.Select(arrow => arrow.Message.Ended).OfType<TraceEvent>(), ReferenceEqualityComparer.Instance);
        return MostImportant(events, most, happened => !IsEnd(happened) || ends.Contains(happened));

        static bool IsEnd(TraceEvent happened) => happened.Kind is TraceEventKind.Receive or TraceEventKind.Drop;
    }

    private static IReadOnlyList<T> MostImportant<T>(IReadOnlyList<T> all, int most, Func<T, bool> isImportant)
    {
        if (all.Count <= most)
            return all;
        var byKind = Enumerable.Range(0, all.Count).ToLookup(i => isImportant(all[i]));
        var telling = Evenly([.. byKind[true]], most);
        return [.. telling.Concat(Evenly([.. byKind[false]], most - telling.Count)).Order().Select(i => all[i])];
    }

    private static List<int> Evenly(List<int> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];
}
