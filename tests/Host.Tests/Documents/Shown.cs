using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Documents;

/// <summary>Compares what a document shows with what a program printed.</summary>
internal static partial class Shown
{
    private const string AnyLines = "…";

    /// <summary>
    /// The first line of the document that the program did not print in its place; null if there is none. A line <c>…</c> means
    /// any number of lines. The time that a machine needs is not compared.
    /// </summary>
    /// <param name="shown">The lines of the document.</param>
    /// <param name="printed">The lines that were printed.</param>
    /// <param name="figuresCount">Whether figures and the spaces that align them are compared.</param>
    public static string? FirstDifference(IReadOnlyList<string> shown, IReadOnlyList<string> printed, bool figuresCount)
    {
        string[] expected = [.. shown.Select(Normal)];
        string[] actual = [.. printed.Select(Normal)];
        // How many printed lines the lines so far can have used: several numbers, because … can mean more or fewer lines.
        HashSet<int> ends = [0];
        foreach (var (line, number) in expected.Select((line, number) => (line, number)))
        {
            HashSet<int> next = line == AnyLines
                ? [.. Enumerable.Range(ends.Min(), actual.Length - ends.Min() + 1)]
                : [.. ends.Where(end => end < actual.Length && actual[end] == line).Select(end => end + 1)];
            if (next.Count == 0)
                return shown[number];
            ends = next;
        }
        return ends.Contains(actual.Length) ? null : $"(the end, but there is [{printed[ends.Max()]}])";

        string Normal(string line)
        {
            line = MachineTime().Replace(line.TrimEnd(), "$1#");
            return figuresCount ? line : Spaces().Replace(Figure().Replace(line, "#"), " ").Trim();
        }
    }

    [GeneratedRegex(@"^(time +)\d+(\.\d+)? s$")]
    private static partial Regex MachineTime();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
