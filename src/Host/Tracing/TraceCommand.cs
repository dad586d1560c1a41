using System.CommandLine;
using Coterie.Actors.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Export;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Tracing;

/// <summary><c>coterie trace</c>: shows a recorded trace as a picture, or hands it to other tools.</summary>
internal static class TraceCommand
{
    private const string Examples = """
        Examples:
          coterie trace run.trace                                 as text, as wide as the terminal
          coterie trace run.trace --as html --out run.html        a page to look into with a browser
          coterie trace run.trace --as svg --from 1s --to 2s --processes 1,2,5..9 > part.svg
          coterie trace run.trace --as shiviz --out run.log       for https://bestchai.bitbucket.io/shiviz
          coterie trace run.trace --as perfetto --out run.json    for https://ui.perfetto.dev
        """;

    private const string ExitCodes = """
        Exit codes:
          0    written
          1    wrong usage, the file is no trace or its end is missing, or the output cannot be written
          130  stopped by Ctrl-C
        """;

    private const string TimeRule = "a time such as 250ms, 1.5s, 2m or 0";

    private static readonly Dictionary<string, Func<TraceIndex, PictureOptions, TextWriter, string?>> Forms = new()
    {
        ["text"] = TextPicture.Write,
        ["svg"] = SvgPicture.Write,
        ["html"] = HtmlPicture.Write,
        ["shiviz"] = ShiVizExport.Write,
        ["perfetto"] = PerfettoExport.Write,
        ["mermaid"] = MermaidExport.Write,
    };

    private static readonly ChoiceOption As = new(
        "--as",
        "FORM",
        $"In which form: {string.Join(", ", Forms.Keys)} [default: text]",
        _ => Forms.Keys.Select(form => new Choice(form)));

    private static readonly Option<string?> Out = Options.File("--out", "Writes into this file [default: the standard output]");

    private static readonly Option<string?> From = Options.Text(
        "--from",
        "TIME",
        "Shows what happened from this time on, counted from the start of the run: 1.5s [default: the first event]");

    private static readonly Option<string?> To =
        Options.Text("--to", "TIME", "Shows what happened up to this time [default: the last event]");

    private static readonly Option<string?> Processes =
        Options.Text("--processes", "LIST", "Which processes to show: 1,2,5..9 [default: all]");

    public static Command Create()
    {
        var command = new Command("trace", "Shows a recorded run as a picture, or in the form of another tool.")
        {
            TraceInput.File, As, Out, From, To, Processes,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var write = Forms[Choice.Read(As.Name, parsed.GetValue(As) ?? "text", [.. Forms.Keys])];
        var options = OptionsOf(parsed);
        var path = parsed.GetValue(Out);
        if (path?.Length == 0)
            throw UsageException.Of(Out.Name, "a file that can be written", path);
        if (path is not null && Path.GetFullPath(path) == Path.GetFullPath(parsed.GetRequiredValue(TraceInput.File)))
            throw UsageException.Of(Out.Name, "another file than the trace", path);
        var trace = await TraceInput.UseAsync(
            parsed, stream => new TraceIndex(TraceReader.Read(stream, cancellation)), cancellation);
        var said = await Interruptible.RunAsync(
            () => TraceOutput.Write(Out.Name, path, output => write(trace, options, output)), cancellation);
        if (said is not null)
            Console.Error.WriteLine($"coterie: {said}");
        return (int)ExitCode.Good;
    }

    private static PictureOptions OptionsOf(ParseResult parsed)
    {
        var isTerminal = !Console.IsOutputRedirected && parsed.GetValue(Out) is null;
        var options = new PictureOptions
        {
            From = TimeOf(parsed, From),
            To = TimeOf(parsed, To),
            Processes = ProcessesOf(parsed),
        };
        return isTerminal ? options with { Width = TraceOutput.TerminalWidth, IsColoured = TraceOutput.IsColoured } : options;
    }

    private static TimeSpan? TimeOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : Durations.TryParse(text, SimulationSettings.LongestDuration) is { } time ? time
        : throw UsageException.Of(option.Name, Durations.Explain(TimeRule, text), text);

    private static HashSet<ProcessId>? ProcessesOf(ParseResult parsed) => parsed.GetValue(Processes) is not { } text ? null
        : FaultNotation.TryParseGroup(text) is { } group ? [.. group]
        : throw UsageException.Of(Processes.Name, FaultNotation.GroupRule, text);
}
