using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Coterie.Bench.Memory;

/// <summary>What clients saw of one server: one command under way per connection, one in ten a write.</summary>
/// <param name="Operations">How many were answered.</param>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="MedianMicroseconds">Half of the answers took no longer.</param>
/// <param name="Percentile99Microseconds">99 of 100 answers took no longer.</param>
/// <param name="Bad">Wrong answers and closed connections.</param>
internal sealed partial record LoadResult(
    long Operations, double PerSecond, double MedianMicroseconds, double Percentile99Microseconds, long Bad)
{
    /// <summary>Reads the line that <c>rwload</c> prints.</summary>
    public static LoadResult Parse(string line)
    {
        var found = Line().Match(line);
        if (!found.Success)
            throw new InvalidOperationException(
                $"The load generator's line must have ops, ops/s, p50, p99 and bad, was [{line.Trim()}].");
        return new LoadResult((long)Number(1), Number(2), Number(3), Number(4), (long)Number(5));

        double Number(int group) => double.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"ops=(\d+) ops/s=(\d+) p50=([\d.]+)us p99=([\d.]+)us .*bad=(\d+)")]
    private static partial Regex Line();
}

/// <summary>Puts a server under load.</summary>
/// <param name="server">Where it listens.</param>
/// <param name="connections">How many clients.</param>
/// <param name="duration">For how long.</param>
internal delegate Task<LoadResult> Load(IPEndPoint server, int connections, TimeSpan duration);
