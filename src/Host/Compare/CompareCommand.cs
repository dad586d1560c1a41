using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary><c>coterie compare</c>: the algorithms on the same workload, beside theory.</summary>
internal static class CompareCommand
{
    private const string Examples = """
        Examples:
          coterie compare                                                    all algorithms with 5, 10 and 31 processes
          coterie compare --processes 16 --load high --algorithms raymond,naimi-trehel
          coterie compare --processes 31 --algorithms raymond --topology star
          coterie compare --seed 7 --html page.html                          also writes a page with charts
          coterie compare --seed 7 --csv > figures.csv                       for a spreadsheet
        """;

    private const string Last = """
        Times are in T, the time of a message on its way; a process stays inside for E = 0.1 T. The same seed gives the same
        figures on any machine. The network here loses nothing and keeps messages in order: all algorithms are made for that. So
        compare has no --anyway; theory says nothing of other networks. simulate, explore and hunt have it.

        Exit codes:
          0    every figure is as theory has it, or departs from it for the reason that is printed
          1    wrong usage
          2    a figure departs from theory and no reason is known, or a run violated a property
          130  stopped by Ctrl-C
        """;

    private static readonly Option<bool> Json = new("--json") { Description = "Prints all figures as one JSON object" };
    private static readonly Option<bool> Csv =
        new("--csv") { Description = "Prints all figures as comma-separated values, a line for each measurement" };

    public static Command Create()
    {
        const string description = "Measures the algorithms on the same workload in virtual time, beside what theory says.";
        var command = new Command("compare", description)
        {
            CompareArguments.Processes, CompareArguments.Loads, CompareArguments.Seed, CompareArguments.Algorithms,
            TopologyOptions.Topology, Json, Csv, CompareArguments.Html,
        };
        Help.Extend(command, Examples, Last);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = CompareArguments.Read(parsed);
        var (json, csv) = (parsed.GetValue(Json), parsed.GetValue(Csv));
        if (json && csv)
            throw new UsageException("--json and --csv must not be given together.");
        using var page = parsed.GetValue(CompareArguments.Html) is { } path ? Open(path) : null;
        var comparison = await Interruptible.RunAsync(
            () => Comparison.Run(settings, Show("measured"), cancellation), cancellation);
        if (page is not null)
        {
            var size = ComparisonHtml.SweepSize(settings);
            var sweep = await Interruptible.RunAsync(
                () => Comparison.Sweep(settings, size, Show("measured for the charts"), cancellation), cancellation);
            ComparisonHtml.Write(comparison, sweep, page);
        }
        if (json)
            Console.Out.WriteLine(ComparisonJson.Of(comparison));
        else
            Write(csv ? ComparisonCsv.Lines(comparison) : ComparisonText.Lines(comparison));
        return (int)(comparison.Measurements.All(measurement => measurement.IsGood) ? ExitCode.Good : ExitCode.Violation);
    }

    // Shows the progress in one line of the terminal, which it overwrites.
    private static Action<int, int>? Show(string what)
    {
        if (Console.IsErrorRedirected)
            return null;
        return (done, all) => Console.Error.Write(done == all ? "\r\u001b[K" : $"\r{done} of {all} {what}");
    }

    private static void Write(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.Out.WriteLine(line);
    }

    // Before the measurements: if the file cannot be written, the user need not wait for them.
    private static StreamWriter Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new StreamWriter(OutputStream.File(CompareArguments.Html.Name, path, file)) { NewLine = "\n" };
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw UsageException.Of(CompareArguments.Html.Name, "a file that can be written", path);
        }
    }
}
