using System.CommandLine;
using Coterie.Mutex;

namespace Coterie.Host.CommandLine;

/// <summary><c>--algorithm</c> and <c>--bug</c>: by which rules the processes go.</summary>
internal static class AlgorithmOptions
{
    private const string List = "list";

    public static Option<string?> Algorithm { get; } =
        Options.Text("--algorithm", "NAME", $"Their rules: {Names(MutexAlgorithms.All)} [default: {MutexAlgorithms.RicartAgrawala.Name}]");

    public static Option<string?> Bug { get; } = Options.Text("--bug", "NAME", "Breaks one rule on purpose; list explains which there are");

    /// <summary>Writes the museum of bugs where <c>--bug list</c> asks for it.</summary>
    /// <returns>Whether it was asked for, so that nothing else is to be done.</returns>
    public static bool ListsBugs(ParseResult parsed)
    {
        if (parsed.GetValue(Bug) != List)
            return false;
        foreach (var exhibit in Exhibits(parsed))
            Console.Out.WriteLine($"{exhibit.Name} ({exhibit.Algorithm.Name})\n  {exhibit.Explanation}");
        return true;
    }

    /// <summary>The algorithm that is asked for.</summary>
    /// <exception cref="UsageException">There is none of that name, or none with that bug.</exception>
    public static MutexAlgorithm Read(ParseResult parsed)
    {
        if (parsed.GetValue(Bug) is not { } bug)
            return Named(parsed) ?? MutexAlgorithms.RicartAgrawala;
        var exhibits = Exhibits(parsed).ToList();
        return exhibits.Find(exhibit => exhibit.Name == bug)?.Algorithm
            ?? throw UsageException.Of(Bug.Name, exhibits.Count == 0 ? $"left out with {Named(parsed)}, of which none is shown" : $"{string.Join(" or ", exhibits.Select(exhibit => exhibit.Name))} or {List}", bug);
    }

    private static IEnumerable<Exhibit> Exhibits(ParseResult parsed) =>
        Named(parsed) is { } algorithm ? Museum.All.Where(exhibit => exhibit.Algorithm.Name == algorithm.Name) : Museum.All;

    private static MutexAlgorithm? Named(ParseResult parsed) => parsed.GetValue(Algorithm) is not { } name
        ? null
        : MutexAlgorithms.Find(name) ?? throw UsageException.Of(Algorithm.Name, Names(MutexAlgorithms.All), name);

    private static string Names(IEnumerable<MutexAlgorithm> algorithms) => string.Join(" or ", algorithms.Select(algorithm => algorithm.Name));
}
