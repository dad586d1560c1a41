namespace Coterie.Mutex;

/// <summary>Naimi and Trehel's algorithm with one rule broken on purpose.</summary>
internal static class BrokenNaimiTrehel
{
    public static IEnumerable<Exhibit> Exhibits { get; } =
    [
        Of("father-not-turned", "exclusion", "A process that sees a request does not turn its pointer to the requester. It goes on believing that it was the last to ask, and hands out the token more than once.", (self, n) => new FatherNotTurned(self, n)) with { Processes = 3 },
        Of("token-assumed", "exclusion", "A process that still waits for the token hands it over to who asks next. The token comes as well, and there are two.", (self, n) => new TokenAssumed(self, n)) with { Processes = 3 },
    ];

    private static Exhibit Of(string name, string breaks, string explanation, Func<ProcessId, int, IMutexRules> create) =>
        Exhibit.Of(MutexAlgorithms.NaimiTrehel, name, breaks, explanation, create);

    private sealed class FatherNotTurned(ProcessId self, int processes) : NaimiTrehel(self, processes)
    {
        protected override void Turn(ProcessId requester)
        {
        }
    }

    private sealed class TokenAssumed(ProcessId self, int processes) : NaimiTrehel(self, processes)
    {
        protected override bool MustWait => Phase == Phase.Held;
    }
}
