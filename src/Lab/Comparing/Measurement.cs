using Coterie.Lab.Runs;

namespace Coterie.Lab.Comparing;

/// <summary>What one algorithm cost in one run. Times are in T, the time of a message on its way.</summary>
/// <param name="Algorithm">Which one.</param>
/// <param name="Processes">N.</param>
/// <param name="Load">How often the processes wanted in.</param>
/// <param name="Entries">Entries that were measured.</param>
/// <param name="ByKind">The messages that were sent while it was measured.</param>
/// <param name="Messages">Messages per entry.</param>
/// <param name="Delay">From an exit to the next entry if a process waits at the exit, on average; null if none ever did.</param>
/// <param name="Response">From the request to the exit, on average.</param>
/// <param name="Throughput">Entries per T.</param>
/// <param name="Fairness">Jain's index of the entries per process.</param>
/// <param name="Violations">What was wrong with the run; empty for a correct algorithm.</param>
public sealed record Measurement(
    Contender Algorithm,
    int Processes,
    Load Load,
    long Entries,
    IReadOnlyList<KindCount> ByKind,
    double Messages,
    double? Delay,
    double Response,
    double Throughput,
    double Fairness,
    IReadOnlyList<Violation> Violations)
{
    /// <summary>The figures for which there is a theory, each beside it.</summary>
    public IReadOnlyList<JudgedFigure> Judged { get; } =
        [.. JudgedFigure.All(Algorithm.Theory, Processes, Load, Messages, Delay, Response, Throughput)];

    /// <summary>Whether nothing was violated, and every figure is as in theory or differs from it for a known reason.</summary>
    public bool IsGood => Violations.Count == 0 && Judged.All(figure => figure.Judgement != Judgement.Off);
}
