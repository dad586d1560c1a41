using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;
using Coterie.Lab.Comparing;
using Coterie.Lab.Configuration;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.Compare;

/// <summary>Reads the options of <c>compare</c>. An error names the option, the rule and the value given.</summary>
internal static class CompareArguments
{
    private static readonly string ProcessesRule =
        $"whole numbers from {ComparisonSettings.FewestProcesses} to {ComparisonSettings.MostProcesses}, "
        + "each once, separated by commas";

    private static readonly string[] LoadNames = [.. Load.Named.Select(load => load.Name)];

    private static readonly string LoadRule = $"{string.Join(" or ", LoadNames)}, or both separated by a comma";

    private static readonly string[] Names = [.. Contender.All.Select(contender => contender.Name)];

    private static readonly string AlgorithmsRule =
        $"names, each once, separated by commas, of {string.Join(", ", Names)}";

    public static Option<string?> Processes { get; } =
        Options.Text("--processes", "N,N", "How many processes [default: 5,10,31]");

    public static Option<string?> Loads { get; } = new ChoiceOption(
        "--load",
        "LOAD,LOAD",
        "low: nobody else wants in; high: everybody wants in again at once [default: low,high]",
        _ => LoadNames.Select(name => new Choice(name)));

    public static Option<string?> Seed { get; } = Options.Text("--seed", "N", "Seed of the random draws [default: 1]");

    public static Option<string?> Algorithms { get; } = new ChoiceOption(
        "--algorithms",
        "NAME,NAME",
        "Which algorithms [default: all]",
        _ => Contender.All.Select(contender => new Choice(contender.Name, contender.Title)));

    public static Option<string?> Html { get; } = Options.File("--html", "Also writes a page with charts into this file");

    public static ComparisonSettings Read(ParseResult parsed)
    {
        var algorithms = List(parsed, Algorithms, AlgorithmsRule, Algorithm, Names);
        var processes = List(parsed, Processes, ProcessesRule, Count, []);
        var loads = List(parsed, Loads, LoadRule, LoadOf, LoadNames);
        var seed = parsed.GetValue(Seed) is not { } text
            ? 1
            : LabSettings.ParseSeed(text) ?? throw UsageException.Of(Seed.Name, LabSettings.SeedRule, text);
        var counts = processes?.ConvertAll(count => count.Value);
        return new ComparisonSettings(
            OnTopology(parsed, algorithms ?? Contender.All, ref counts),
            counts ?? [5, 10, 31],
            loads ?? Load.Named,
            seed);
    }

    // Only one of the algorithms has a tree.
    private static IReadOnlyList<Contender> OnTopology(
        ParseResult parsed, IReadOnlyList<Contender> algorithms, ref List<int>? processes)
    {
        if (parsed.GetValue(TopologyOptions.Topology) is not { } text)
            return algorithms;
        var raymond = MutexAlgorithms.Raymond.Name;
        if (!algorithms.Any(algorithm => algorithm.Name == raymond))
        {
            throw new UsageException(
                $"{TopologyOptions.Topology.Name} must be given together with {raymond} in {Algorithms.Name}.");
        }
        var tree = TopologyOptions.Read(text);
        if (tree.Processes is { } own)
            processes ??= [own];
        foreach (var count in processes ?? [])
            TopologyOptions.CheckFits(tree, count);
        return [.. algorithms.Select(algorithm => algorithm.Name == raymond ? Contender.RaymondOn(tree) : algorithm)];
    }

    private static List<T>? List<T>(
        ParseResult parsed, Option<string?> option, string rule, Func<string, T?> read, IReadOnlyList<string> names)
        where T : class
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        List<T> values = [];
        foreach (var part in text.Split(',').Select(part => part.Trim()))
        {
            values.Add(read(part)
                ?? throw new UsageException(UsageException.Of(option.Name, rule, text).Message + Spelling.Hint(part, names)));
        }
        return values.Distinct().Count() == values.Count ? values : throw UsageException.Of(option.Name, rule, text);
    }

    private static Contender? Algorithm(string text) => Choice.Find(text, Names) is { } name ? Contender.Find(name) : null;

    private static Load? LoadOf(string text) =>
        Choice.Find(text, LoadNames) is { } name ? Load.Named.First(load => load.Name == name) : null;

    private static Number? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= ComparisonSettings.FewestProcesses and <= ComparisonSettings.MostProcesses
            ? new Number(count)
            : null;

    private sealed record Number(int Value);
}
