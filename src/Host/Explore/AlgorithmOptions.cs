using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Mutex;

namespace Coterie.Host.Explore;

/// <summary><c>--algorithm</c> and <c>--bug</c>, of all commands that run an algorithm.</summary>
internal static class AlgorithmOptions
{
    private const string List = "list";

    /// <summary><c>--algorithm NAME</c>.</summary>
    public static Option<string?> Algorithm { get; } =
        Options.Text("--algorithm", "NAME", $"Which algorithm [default: {MutexAlgorithms.Default.Name}, or that of the bug]");

    /// <summary><c>--bug NAME</c>.</summary>
    public static Option<string?> Bug { get; } = Options.Text("--bug", "NAME", $"Breaks a rule on purpose; --bug {List} explains which there are");

    /// <summary>Whether the command line asks for the museum instead of a run, whatever else it says. Then it is printed.</summary>
    public static bool PrintsMuseum(ParseResult parsed, TextWriter output)
    {
        if (parsed.GetResult(Bug) is not { Tokens: [{ Value: List }] })
            return false;
        foreach (var exhibit in Museum.All)
            output.WriteLine(ExhibitText.Of(exhibit));
        return true;
    }

    /// <summary>The algorithm that is asked for, broken where a bug is.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static MutexAlgorithm Read(ParseResult parsed)
    {
        var (name, bug) = (parsed.GetValue(Algorithm), parsed.GetValue(Bug));
        if (name is not null && MutexAlgorithms.Find(name) is null)
            throw UsageException.Of(Algorithm.Name, Names(MutexAlgorithms.All.Select(algorithm => algorithm.Name)), name);
        if (bug is null)
            return name is null ? MutexAlgorithms.Default : MutexAlgorithms.Find(name)!;
        var choice = Museum.All.Where(exhibit => name is null || exhibit.Algorithm.Name == name).ToList();
        return choice.Find(exhibit => exhibit.Name == bug)?.Algorithm
            ?? throw UsageException.Of(Bug.Name, Names([.. choice.Select(exhibit => exhibit.Name), List]), bug);
    }

    private static string Names(IEnumerable<string> names) => string.Join(" or ", names);
}
