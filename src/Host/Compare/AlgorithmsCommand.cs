using System.CommandLine;
using System.Text.Json;
using Coterie.Host.CommandLine;
using Coterie.Host.Tracing;
using Coterie.Lab.Catalogue;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.Compare;

/// <summary><c>coterie algorithms</c>: a paragraph about each algorithm.</summary>
internal static class AlgorithmsCommand
{
    private const string Examples = """
        Examples:
          coterie algorithms
          coterie algorithms --json                      as one JSON object, for scripts
          coterie simulate 5 10 --algorithm raymond      runs one of them
        """;

    private const string ExitCodes = """
        Exit codes:
          0    always
        """;

    private const int Width = 100;
    private static readonly Option<bool> Json = new("--json") { Description = "Prints all of it as one JSON object" };

    public static Command Create()
    {
        const string description = "Lists the algorithms: the idea of each, its cost, what it needs of the network, its paper.";
        var command = new Command("algorithms", description) { Json };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(parsed => parsed.GetValue(Json) ? PrintJson(Console.Out) : Print(Console.Out));
        return command;
    }

    private static int PrintJson(TextWriter output)
    {
        var algorithms = MutexAlgorithms.All.Select(algorithm => new
        {
            name = algorithm.Name,
            isDefault = algorithm == MutexAlgorithms.Default,
            title = algorithm.Description.Title,
            idea = algorithm.Description.Idea,
            cost = algorithm.Description.Cost,
            network = algorithm.Description.Network,
            paper = algorithm.Description.Paper,
            messagesPerEntry = algorithm.Promises.Cost.Formula,
            needs = new { inOrder = algorithm.Needs.InOrder, lossless = algorithm.Needs.Lossless },
            bugs = from exhibit in ProtocolCatalogue.Exhibits
                   where exhibit.Protocol.Name == algorithm.Name
                   select exhibit.Name,
        });
        output.WriteLine(JsonSerializer.Serialize(new { algorithms }, CheckJson.Options));
        return (int)ExitCode.Good;
    }

    private static int Print(TextWriter output)
    {
        foreach (var algorithm in MutexAlgorithms.All)
        {
            var text = algorithm.Description;
            output.WriteLine($"{algorithm.Name}{(algorithm == MutexAlgorithms.Default ? " (default)" : "")}");
            foreach (var line in Wrap($"{text.Title}. {text.Idea} {text.Cost} {text.Network}"))
                output.WriteLine($"  {line}");
            foreach (var line in Wrap($"Paper: {text.Paper}."))
                output.WriteLine($"  {line}");
            output.WriteLine();
        }
        return (int)ExitCode.Good;
    }

    private static IEnumerable<string> Wrap(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
