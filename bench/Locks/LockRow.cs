using System.Diagnostics;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Locks;

/// <summary>What the measured rounds of one service in one case showed.</summary>
internal sealed record LockRow(string Case, string Peer)
{
    private readonly List<LockRound> _rounds = [];

    public IReadOnlyList<LockRound> Rounds => _rounds;

    public IEnumerable<double> Rates => _rounds.Select(round => round.PerSecond);

    public double Rate => Measurement.Median(Rates);

    /// <summary>Hand-overs per second; NaN if the clients use names of their own.</summary>
    public double HandOverRate => Measurement.Median(_rounds.Select(HandOverRateOf));

    public bool IsBroken => _rounds.Any(round => round.IsBroken);

    public void Add(LockRound round) => _rounds.Add(round);

    /// <summary>The time in microseconds that this share of all entries did not exceed.</summary>
    public double WaitMicroseconds(double share) => Percentile(_rounds.SelectMany(round => round.Waits), share);

    /// <summary>The time in microseconds that this share of all hand-overs did not exceed; NaN if there were none.</summary>
    public double HandOverMicroseconds(double share) => Percentile(_rounds.SelectMany(round => round.HandOvers), share);

    /// <summary>
    /// The rate of this service divided by that of another one, round by round. Where clients wait for each other, only
    /// hand-overs count: a client that takes its own lock again while the others sleep is fast for another reason.
    /// </summary>
    public IReadOnlyList<double> RatiosTo(LockRow other) => [.. _rounds.Zip(other._rounds, (own, others) =>
        own.HandOvers.Length > 0 ? HandOverRateOf(own) / HandOverRateOf(others) : own.PerSecond / others.PerSecond)];

    private static double HandOverRateOf(LockRound round) =>
        round.HandOvers.Length == 0 ? double.NaN : round.PerSecond * round.HandOvers.Length / round.Entries;

    private static double Percentile(IEnumerable<long> ticks, double share)
    {
        long[] sorted = [.. ticks.Order()];
        return sorted.Length == 0
            ? double.NaN
            : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)] * 1e6 / Stopwatch.Frequency;
    }
}
