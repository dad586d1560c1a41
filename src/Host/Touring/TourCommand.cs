using System.CommandLine;
using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Host.Tracing;

namespace Coterie.Host.Touring;

/// <summary><c>coterie tour</c>: a lecture in ten steps, whose commands run there and then.</summary>
internal static class TourCommand
{
    private const int Width = 100;
    private const string Bold = "\e[1m";
    private const string Plain = "\e[0m";

    private const string Examples = """
        Examples:
          coterie tour                                            ten steps; the Enter key goes on
          coterie tour 7                                          begins with step 7
          coterie tour --no-wait                                  all of it at once, with the answers

        Each step says what comes, runs its commands, and asks a question. Enter shows the answer, and Enter again the next
        step. If the input is not a terminal, nothing is waited for. Traces and pictures are written to --folder.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    all steps were shown
          1    wrong usage
          130  stopped by Ctrl-C
        """;

    private static readonly Argument<string?> First = new("STEP")
    {
        Description = $"The step to begin with: 1 to {TourSteps.All.Count} [default: 1]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Waits for nothing, and shows all answers" };

    private static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Where traces and pictures are written [default: a new folder among the temporary files]",
        HelpName = "DIR",
    };

    /// <summary>The command.</summary>
    /// <param name="commands">Makes all commands, for the steps.</param>
    public static Command Create(Func<RootCommand> commands)
    {
        var command = new Command("tour", "Shows what this program is for: a lecture in ten steps.") { First, NoWait, Folder };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, commands, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Func<RootCommand> commands, CancellationToken cancellation)
    {
        var first = FirstOf(parsed);
        var waits = !parsed.GetValue(NoWait) && !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var folder = FolderOf(parsed);
        Environment.CurrentDirectory = folder;
        if (first > 1)
            await RunQuietlyAsync(TourSteps.All.Take(first - 1), commands, cancellation);
        for (var number = first; number <= TourSteps.All.Count; number++)
        {
            await ShowAsync(number, waits, commands, cancellation);
            if (StandardStreams.HasNoReader)
                break;
        }
        Console.Out.WriteLine($"Traces and pictures are in {folder}. The same with pictures: docs/lecture.md.");
        return (int)ExitCode.Good;
    }

    private static async Task ShowAsync(int number, bool waits, Func<RootCommand> commands, CancellationToken cancellation)
    {
        var step = TourSteps.All[number - 1];
        Print(string.Create(CultureInfo.InvariantCulture, $"{number} of {TourSteps.All.Count}: {step.Title}"), isHeading: true);
        Print(step.Before);
        foreach (var line in step.Commands)
        {
            Console.Out.WriteLine($"$ coterie {line}"); // in one piece, so that it can be copied
            await RunAsync(line, commands, cancellation);
            Console.Out.WriteLine();
        }
        Print($"Question: {step.Question}", isHeading: true);
        await WaitAsync(waits, "Enter: the answer", cancellation);
        Print(step.Answer);
        await WaitAsync(waits && number < TourSteps.All.Count, "Enter: the next step", cancellation);
    }

    // What a later step looks into is written by an earlier one.
    private static async Task RunQuietlyAsync(
        IEnumerable<TourStep> steps, Func<RootCommand> commands, CancellationToken cancellation)
    {
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            var lines = steps.SelectMany(step => step.Commands);
            foreach (var line in lines.Where(line => line.Contains(" --trace ", StringComparison.Ordinal)))
                await RunAsync(line, commands, cancellation);
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    private static async Task RunAsync(string line, Func<RootCommand> commands, CancellationToken cancellation)
    {
        var root = commands();
        await Usage.RunAsync(root, root.Parse(line.Split(' ')), cancellation);
    }

    private static async Task WaitAsync(bool waits, string prompt, CancellationToken cancellation)
    {
        if (!waits)
            return;
        Console.Error.Write($"[{prompt}] ");
        if (await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellation) is null)
            throw new OperationCanceledException();
    }

    private static void Print(string text, bool isHeading = false)
    {
        var (begin, end) = isHeading && TraceOutput.IsColoured && !Console.IsOutputRedirected ? (Bold, Plain) : ("", "");
        foreach (var line in Lines(text))
            Console.Out.WriteLine($"{begin}{line}{end}");
        Console.Out.WriteLine();
    }

    private static IEnumerable<string> Lines(string text)
    {
        var line = "";
        foreach (var word in text.Split([' ', '\n']))
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

    private static int FirstOf(ParseResult parsed)
    {
        if (parsed.GetValue(First) is not { } text)
            return 1;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && first >= 1 && first <= TourSteps.All.Count
            ? first
            : throw UsageException.Of("STEP", $"a number from 1 to {TourSteps.All.Count}", text);
    }

    private static string FolderOf(ParseResult parsed)
    {
        if (parsed.GetValue(Folder) is not { } path)
            return Directory.CreateTempSubdirectory("coterie-tour-").FullName;
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw UsageException.Of("--folder", "a folder that can be written", path);
        }
    }
}
