using Coterie.Bench.Harness;

namespace Coterie.Bench.Memory;

/// <summary>What the rounds of one server at one number of connections showed.</summary>
internal sealed record MemoryRow(string Server, int Connections)
{
    private readonly List<LoadResult> _rounds = [];
    private readonly List<double> _bytes = [];

    public IReadOnlyList<LoadResult> Rounds => _rounds;

    public IEnumerable<double> Rates => _rounds.Select(round => round.PerSecond);

    public double Rate => Measurement.Median(Rates);

    public double MedianMicroseconds => Measurement.Median(_rounds.Select(round => round.MedianMicroseconds));

    public double Percentile99Microseconds => Measurement.Median(_rounds.Select(round => round.Percentile99Microseconds));

    public long Bad => _rounds.Sum(round => round.Bad);

    /// <summary>Managed bytes that the process allocated per operation; null if the server is another process.</summary>
    public double? BytesPerOperation => _bytes.Count == 0 ? null : Measurement.Median(_bytes);

    public void Add(LoadResult round, double? bytesPerOperation)
    {
        _rounds.Add(round);
        if (bytesPerOperation is { } bytes)
            _bytes.Add(bytes);
    }

    /// <summary>The rate of this server divided by the rate of another one, round by round.</summary>
    public IReadOnlyList<double> RatiosTo(MemoryRow other) => [.. Rates.Zip(other.Rates, (own, others) => own / others)];
}
