using System.CommandLine;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.CommandLine;

/// <summary>
/// <c>--algorithm</c> and <c>--bug</c>, which all commands that run an algorithm have. Small and capital letters are the same.
/// </summary>
internal static class AlgorithmOptions
{
    private const string List = "list";

    /// <summary>The names of the algorithms, with their titles.</summary>
    public static IReadOnlyList<Choice> Algorithms { get; } =
        [.. MutexAlgorithms.All.Select(algorithm => new Choice(algorithm.Name, algorithm.Description.Title))];

    /// <summary>The names of the algorithms.</summary>
    public static IReadOnlyList<string> AlgorithmNames { get; } = [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    /// <summary><c>--algorithm NAME</c>.</summary>
    public static Option<string?> Algorithm { get; } = new ChoiceOption(
        "--algorithm",
        "NAME",
        $"Which algorithm; coterie algorithms lists them [default: {MutexAlgorithms.Default.Name}, or that of the bug]",
        _ => Algorithms);

    /// <summary><c>--bug NAME</c>.</summary>
    public static Option<string?> Bug { get; } = new ChoiceOption(
        "--bug", "NAME", $"Breaks a rule of the algorithm on purpose; --bug {List} explains which bugs there are", Bugs);

    /// <summary>Prints the museum if the command line asks for it, whatever else is asked for. Returns whether it does.</summary>
    public static bool PrintsMuseum(ParseResult parsed, TextWriter output)
    {
        if (parsed.GetResult(Bug) is not { Tokens: [{ Value: var name }] } || Choice.Find(name, [List]) is null)
            return false;
        foreach (var exhibit in ProtocolCatalogue.Exhibits)
            output.WriteLine(ExhibitText.Of(exhibit));
        return true;
    }

    /// <summary>The algorithm that is asked for, with the bug if one is asked for.</summary>
    /// <exception cref="UsageException">There is none of that name, or the bug is one of another algorithm.</exception>
    public static Protocol Read(ParseResult parsed)
    {
        var algorithm = parsed.GetValue(Algorithm) is { } name ? Choice.Read(Algorithm.Name, name, AlgorithmNames) : null;
        if (parsed.GetValue(Bug) is { } bug)
            return ReadBug(algorithm, bug);
        return algorithm is null ? ProtocolCatalogue.Default : ProtocolCatalogue.Find(algorithm)!;
    }

    private static Protocol ReadBug(string? algorithm, string bug)
    {
        var own = NamesOf(algorithm);
        if (Choice.Find(bug, NamesOf(null)) is not { } name)
            throw UsageException.Of(Bug.Name, Rule(algorithm, own), bug, own);
        if (!own.Contains(name))
        {
            var rule = Rule(algorithm, own);
            throw new UsageException($"{Bug.Name} must be {rule}, was [{bug}], which is a bug of {Exhibited(name).Name}.");
        }
        return Exhibited(name);
    }

    private static Protocol Exhibited(string bug) => ProtocolCatalogue.FindExhibit(bug)!.Protocol;

    private static string Rule(string? algorithm, IReadOnlyList<string> names) =>
        $"{(algorithm is null ? "" : $"a bug of {algorithm}: ")}{string.Join(" or ", [.. names, List])}";

    private static List<string> NamesOf(string? algorithm) => [.. ExhibitsOf(algorithm).Select(exhibit => exhibit.Name)];

    private static IEnumerable<Exhibit> ExhibitsOf(string? algorithm) =>
        ProtocolCatalogue.Exhibits.Where(exhibit => algorithm is null || exhibit.Protocol.Name == algorithm);

    private static IEnumerable<Choice> Bugs(ParseResult parsed)
    {
        var algorithm = parsed.GetValue(Algorithm) is { } name ? Choice.Find(name, AlgorithmNames) : null;
        return
        [
            .. from exhibit in ExhibitsOf(algorithm)
               let breaks = exhibit.Breaks.Name.ToLowerInvariant()
               select new Choice(exhibit.Name, $"of {exhibit.Protocol.Name}, breaks {breaks}"),
            new Choice(List, "explains all of them"),
        ];
    }
}
