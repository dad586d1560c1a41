using System.CommandLine;
using System.Globalization;
using Coterie.Comparing;
using Coterie.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Mutex;

namespace Coterie.Host.Compare;

/// <summary>Reads the options of <c>compare</c>, and says of a wrong one which, the rule and the value given.</summary>
internal static class CompareArguments
{
    private static readonly string ProcessesRule =
        $"whole numbers from {ComparisonSettings.FewestProcesses} to {ComparisonSettings.MostProcesses}, each once, separated by commas";

    private static readonly string LoadRule = $"{string.Join(" or ", Load.Named.Select(load => load.Name))}, or both separated by a comma";

    private static readonly string AlgorithmsRule = $"names, each once, separated by commas, of {string.Join(", ", MutexAlgorithms.All.Select(algorithm => algorithm.Name))}";

    public static Option<string?> Processes { get; } = Options.Text("--processes", "N,N", "How many processes [default: 5,10,31]");

    public static Option<string?> Loads { get; } =
        Options.Text("--load", "LOAD,LOAD", "low: nobody else wants in; high: everybody wants in again at once [default: low,high]");

    public static Option<string?> Seed { get; } = Options.Text("--seed", "N", "Seed of the random draws [default: 1]");

    public static Option<string?> Algorithms { get; } = Options.Text("--algorithms", "NAME,NAME", "Which ones [default: all]");

    public static Option<string?> Html { get; } = Options.Text("--html", "FILE", "Writes a page with charts, in one file, besides");

    public static ComparisonSettings Read(ParseResult parsed) => new(
        List(Algorithms.Name, AlgorithmsRule, parsed.GetValue(Algorithms), name => MutexAlgorithms.Find(name)) ?? MutexAlgorithms.All,
        List(Processes.Name, ProcessesRule, parsed.GetValue(Processes), Count)?.ConvertAll(count => count.Value) ?? [5, 10, 31],
        List(Loads.Name, LoadRule, parsed.GetValue(Loads), name => Load.Named.FirstOrDefault(load => load.Name == name)) ?? Load.Named,
        parsed.GetValue(Seed) is not { } seed ? 1
        : CoterieSettings.ParseSeed(seed) ?? throw UsageException.Of(Seed.Name, CoterieSettings.SeedRule, seed));

    private static List<T>? List<T>(string option, string rule, string? text, Func<string, T?> read)
        where T : class
    {
        if (text is null)
            return null;
        List<T> values = [.. text.Split(',').Select(part => read(part.Trim()) ?? throw UsageException.Of(option, rule, text))];
        return values.Distinct().Count() == values.Count ? values : throw UsageException.Of(option, rule, text);
    }

    private static Number? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= ComparisonSettings.FewestProcesses and <= ComparisonSettings.MostProcesses
            ? new Number(count)
            : null;

    private sealed record Number(int Value);
}
