using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Mutex;

namespace Coterie.Host.Compare;

/// <summary><c>coterie algorithms</c>: a paragraph on each algorithm.</summary>
internal static class AlgorithmsCommand
{
    private const int Width = 100;

    public static Command Create()
    {
        var command = new Command("algorithms", "Lists the algorithms: the idea of each, its cost, what it needs of the network, its paper.");
        Help.Extend(command, "Examples:\n  coterie algorithms\n  coterie simulate 5 10 --algorithm raymond      runs one of them", "Exit codes:\n  0    always");
        command.SetAction(_ => Print(Console.Out));
        return command;
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
