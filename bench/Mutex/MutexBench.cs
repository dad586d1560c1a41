using Coterie.Bench.Harness;

namespace Coterie.Bench.Mutex;

/// <summary>Ricart-Agrawala when all processes ask at once: protocol messages and entries, with a judge of the run.</summary>
internal static class MutexBench
{
    private const int Messages = 4_000_000;

    public static Suite Suite { get; } = new(
        "mutex",
        "Ricart-Agrawala actors without thinking and holding, beside the rules alone in one thread.",
        [OfSize(3), OfSize(15), OfSize(100), OfSize(1000)],
        "the rules alone");

    private static Case OfSize(int processes)
    {
        var perEntry = 2 * (processes - 1);
        return new Case(
            $"{processes} processes", Messages, "msg/s", messages => SaturatedRun.PlayAsync(processes, messages / perEntry))
        {
            Also = (1.0 / perEntry, "entries/s"),
            Baseline = messages =>
            {
                RulesAlone.Play(processes, messages / perEntry);
                return Task.CompletedTask;
            },
        };
    }
}
