using System.Globalization;

namespace Coterie.Protocols.Kernel;

/// <summary>How many messages an entry costs by theory, without repetitions.</summary>
/// <param name="Formula">As in the paper: <c>2(N-1)</c>.</param>
/// <param name="Least">The fewest for a single entry, given N.</param>
/// <param name="Most">The most for a single entry, given N; infinity if theory gives a bound only for the mean.</param>
public sealed record MessageCost(string Formula, Func<int, double> Least, Func<int, double> Most)
{
    /// <summary>The formula and its figures: <c>2(N-1) = 28</c>.</summary>
    public string Text(int processes)
    {
        var (least, most) = (Least(processes), Most(processes));
        var value = least == most ? string.Create(CultureInfo.InvariantCulture, $" = {least:0.##}")
            : double.IsInfinity(most) ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {least:0.##} to {most:0.##}");
        return Formula + value;
    }
}
