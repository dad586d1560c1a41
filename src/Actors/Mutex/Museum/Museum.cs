namespace Coterie.Mutex;

/// <summary>An algorithm with one rule broken on purpose, to be seen failing.</summary>
/// <param name="Name">As on the command line: <c>no-tie-break</c>.</param>
/// <param name="Explanation">What is broken, and what comes of it: two sentences.</param>
/// <param name="Algorithm">The broken rules; they promise what the whole ones do.</param>
public sealed record Exhibit(string Name, string Explanation, MutexAlgorithm Algorithm);

/// <summary>The museum of bugs: broken variants of the algorithms, each of which the checker and the explorer catch.</summary>
public static class Museum
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Exhibit> All { get; } =
    [
        Of("no-tie-break", "Of two requests with the same clock, neither goes first, so both processes consent to each other. Both enter.", (self, n) => new BrokenRicartAgrawala.NoTieBreak(self, n)),
        Of("reply-while-inside", "A process that is inside consents to whoever asks. The next one enters while it is still there.", (self, n) => new BrokenRicartAgrawala.ReplyWhileInside(self, n)),
        Of("clock-not-advanced", "A process does not take notice of the timestamps that it sees, so that its next request may go before one it has already consented to. Both enter.", (self, n) => new BrokenRicartAgrawala.ClockNotAdvanced(self, n)),
        Of("stale-reply-counted", "A reply counts whichever request it answers. One that belongs to a withdrawn or repeated request lets a process in without the consent of its sender.", (self, n) => new BrokenRicartAgrawala.StaleReplyCounted(self, n)),
        Of("order-reversed", "The later of two requests goes first. Nobody collides, but who asks first may wait for ever.", (self, n) => new BrokenRicartAgrawala.OrderReversed(self, n)),
        Of("always-defer", "A process that wants in consents to nobody. Two that want in at once wait for each other for ever.", (self, n) => new BrokenRicartAgrawala.AlwaysDefer(self, n)),
    ];

    /// <summary>The exhibit of that name; null where there is none.</summary>
    public static Exhibit? Find(string name) => All.FirstOrDefault(exhibit => exhibit.Name == name);

    private static Exhibit Of(string name, string explanation, Func<ProcessId, int, IMutexRules> create) =>
        new(name, explanation, MutexAlgorithms.RicartAgrawala with { Bug = name, Create = create });
}
