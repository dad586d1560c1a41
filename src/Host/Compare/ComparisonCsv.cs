using System.Globalization;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary>A comparison as comma-separated values, after a line of names. New columns are added at the end only.</summary>
internal static class ComparisonCsv
{
    public static IEnumerable<string> Lines(Comparison comparison)
    {
        yield return "algorithm,processes,load,seed,entries,messages,delay,response,throughput,fairness,good";
        foreach (var measured in comparison.Measurements)
        {
            FormattableString[] cells =
            [
                $"{measured.Algorithm.Name}",
                $"{measured.Processes}",
                $"{measured.Load.Name}",
                $"{comparison.Settings.Seed}",
                $"{measured.Entries}",
                $"{measured.Messages:0.####}",
                $"{measured.Delay:0.####}",
                $"{measured.Response:0.####}",
                $"{measured.Throughput:0.######}",
                $"{measured.Fairness:0.####}",
                $"{(measured.IsGood ? "yes" : "no")}",
            ];
            yield return string.Join(',', cells.Select(cell => cell.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
