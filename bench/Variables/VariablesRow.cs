using Coterie.Bench.Harness;

namespace Coterie.Bench.Variables;

/// <summary>What the measured rounds of one service in one case showed.</summary>
internal sealed record VariablesRow(string Case, string Store)
{
    private readonly List<double> _rates = [];

    public IReadOnlyList<double> Rates => _rates;

    public double Rate => Measurement.Median(_rates);

    public Latencies Latencies { get; } = new();

    public void Add(VariablesRound round)
    {
        _rates.Add(round.PerSecond);
        Latencies.Add(round.Took);
    }

    /// <summary>The rate of this service divided by that of another one, round by round.</summary>
    public IReadOnlyList<double> RatiosTo(VariablesRow other) => [.. _rates.Zip(other._rates, (own, others) => own / others)];
}

/// <summary>All rows, and what a reader must know of them.</summary>
/// <param name="Rows">Case by case; in a case, service by service.</param>
/// <param name="Notes">How each service was used, and what was left out.</param>
internal sealed record VariablesResults(IReadOnlyList<VariablesRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>The ratios of a service to another one, in the same case; none if one of them was not measured.</summary>
    /// <param name="store">The service.</param>
    /// <param name="other">The row of the other one.</param>
    public IReadOnlyList<double> Ratios(string store, VariablesRow other) =>
        Rows.FirstOrDefault(row => row.Case == other.Case && row.Store == store) is { } own && own != other
            ? own.RatiosTo(other)
            : [];
}
