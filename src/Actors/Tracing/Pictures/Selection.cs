namespace Coterie.Tracing.Pictures;

/// <summary>Chooses what to draw where there is too much of it.</summary>
internal static class Selection
{
    /// <summary>The longest bars, in their order.</summary>
    public static IReadOnlyList<Bar> Longest(IReadOnlyList<Bar> bars, int most) => bars.Count <= most
        ? bars
        : [.. bars.Select((bar, i) => (bar, i)).OrderByDescending(x => x.bar.To - x.bar.From).ThenBy(x => x.i).Take(most).OrderBy(x => x.i).Select(x => x.bar)];

    /// <summary>What was lost and what came late, and of the others as many as there is room for, evenly over the run.</summary>
    public static IReadOnlyList<Arrow> MostTelling(IReadOnlyList<Arrow> arrows, int most)
    {
        if (arrows.Count <= most)
            return arrows;
        var telling = Evenly([.. Enumerable.Range(0, arrows.Count).Where(i => IsTelling(arrows[i]))], most);
        var others = Evenly([.. Enumerable.Range(0, arrows.Count).Where(i => !IsTelling(arrows[i]))], most - telling.Count);
        return [.. telling.Concat(others).Order().Select(i => arrows[i])];
    }

    private static bool IsTelling(Arrow arrow) => arrow.Message is { IsLost: true } or { IsDeferredReply: true };

    private static List<int> Evenly(List<int> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];
}
