using System.CommandLine;
using Coterie.Actors.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate.Events;
using Coterie.Lab.Configuration;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Spectre.Console;

namespace Coterie.Host.Simulate;

/// <summary><c>coterie simulate</c>: runs N processes, in real or in virtual time, and judges the run.</summary>
internal static class SimulateCommand
{
    private const string Examples = """
        Examples:
          coterie simulate 15 10                                  15 processes for 10 seconds, with lines of what matters
          coterie simulate 3 10 --events all                      with a line for each message, too
          coterie simulate 5 20 --think 0 --hold 100ms --quiet    all want in at once; the summary alone
          coterie simulate 15 10 --seed 7 --json > run.json       the same random draws each time; a summary for scripts
          coterie simulate 15 10 --virtual --seed 7               the same in a moment, the same run each time, and with faults:
          coterie simulate 5 60 --virtual --loss 1% --reorder --pause 3@2s..3s --partition '1,2|3..5@4s..6s' --resend 1s
          coterie simulate 5 10 --virtual --crash 2@5s            who waits for whom
          coterie simulate 5 10 --virtual --algorithm suzuki-kasami --loss 5% --anyway
                                                                  an algorithm on a network that it is not made for
          coterie simulate 3 10 --virtual --think 0 --bug no-tie-break --trace run.jsonl
          coterie simulate 7 60 --virtual --algorithm raymond --topology chain
          coterie simulate --scenario docs/scenarios/two-requests.conf   a worked example of the textbooks, written down in a file
          coterie simulate 15 10 --listen 10.0.0.1 --nodes 3      spread over this machine and two that join:
          coterie join 10.0.0.1 --listen 10.0.0.2                 (on another machine)
        """;

    private const string ExitCodes = """
        Exit codes:
          0    every property holds: never two inside, entries in the order of requests, none starved, no update lost,
               as many messages as theory says (after a crash that was asked for, too: the verdict says incomplete,
               if the protocol does not tolerate the crash)
          1    wrong usage
          2    a property was violated
          3    no property was violated, but the run could not be finished, a node was lost, or SECONDS were over
               before all of --requests were done; or it shows nothing, and the verdict says inconclusive: nobody entered,
               or the --bug did not show
          130  stopped at once by a second Ctrl-C (the first one ends the run in good order, with its summary)
        """;

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints the summary as one JSON object on the standard output, and the event lines on the standard error "
            + "output",
    };

    private static readonly Option<string?> Trace =
        Options.File("--trace", "Writes the trace of the run into this file; an existing file is overwritten");

    public static Command Create()
    {
        var command = new Command("simulate", "Simulates N processes that exclude one another from a critical section.")
        {
            SimulateArguments.Processes, SimulateArguments.Seconds,
        };
        IEnumerable<Option> options =
        [
            .. SimulateOptions.All, ScenarioOptions.Scenario, Trace, EventOptions.Events, EventOptions.Quiet, Json,
            .. VirtualOptions.All,
        ];
        foreach (var option in options)
            command.Options.Add(option);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var config = SimulateOptions.Config(parsed, cancellation);
        var common = CoterieSettings.Read(config);
        var scenario = ScenarioOptions.Read(parsed, common, cancellation);
        var settings = scenario?.Simulation ?? SimulateOptions.Read(parsed, common, LabSettings.Read(config));
        var virtually = scenario ?? VirtualOptions.Read(parsed, settings);
        var network = await SimulateOptions.NetworkAsync(parsed, settings.Processes, common.Node, cancellation);
        var (level, json) = (EventOptions.Read(parsed), parsed.GetValue(Json));
        var terminal = json ? null : LineOutput.Terminal;
        var output = new LineOutput(json ? Console.Error : Console.Out, terminal);
        var lines = level == EventLevel.None
            ? null
            : new EventLines(settings.Protocol.Words, level, output, isLive: virtually is null);
        var judge = settings.Protocol.MakeJudge(settings.Processes);
        using var trace = OpenTrace(parsed.GetValue(Trace), settings, virtually is not null, network?.Nodes ?? 1);
        var watcher = network is null
            ? null
            : new NetworkLines(isFirst: true, lines is null ? Console.Error.WriteLine : line => output.Write(line + "\n"));
        var begun = new RunBeginning(watcher);
        var run = virtually is not null
            ? Task.Run(
                () => VirtualSimulation.Run(virtually, Listeners(lines, trace?.Recorder), judge, cancellation),
                CancellationToken.None)
            : ActorSimulation.RunAsync(settings, config, network, judge, lines, begun, trace?.Recorder, cancellation);
        Func<TimeSpan?> elapsed = virtually is not null ? () => judge.Elapsed : () => begun.Elapsed;
        await new RunDisplay(settings, judge, lines, elapsed).ShowAsync(run, terminal);
        var summary = await run;
        trace?.Complete(summary.IsCut);
        if (json)
            Console.Out.WriteLine(SummaryJson.Of(settings, virtually, summary));
        else
            WriteSummary(
                [.. SummaryText.Lines(settings, virtually, summary)],
                [.. SummaryText.Verdict(virtually, summary)],
                summary.Verdict,
                terminal);
        return (int)VerdictText.ExitCodeOf(summary);
    }

    private static List<IRunListener> Listeners(params IEnumerable<IRunListener?> listeners) =>
        [.. listeners.OfType<IRunListener>()];

    private static TraceFile? OpenTrace(string? path, SimulationSettings settings, bool isVirtual, int nodes)
    {
        if (path is null)
            return null;
        try
        {
            return TraceFile.Create(
                path,
                settings.Protocol,
                settings.Processes,
                settings.Seed,
                isVirtual ? null : TimeProvider.System.GetUtcNow(),
                nodes,
                failure => OutputFailure.Note(OutputStream.Sentence(Trace.Name, path, failure)));
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{Trace.Name} must be a file that can be written, was [{path}]: {failure.Message}");
        }
    }

    private static void WriteSummary(
        IEnumerable<string> lines, IEnumerable<string> ending, RunVerdict verdict, IAnsiConsole? terminal)
    {
        foreach (var line in lines)
            Console.Out.WriteLine(line);
        foreach (var line in ending)
        {
            if (terminal is null)
                Console.Out.WriteLine(line);
            else
                terminal.Write(new Spectre.Console.Text(line + "\n", ColorOf(verdict)));
        }
    }

    private static Color ColorOf(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Good => Color.Green,
        RunVerdict.Bad => Color.Red,
        _ => Color.Yellow,
    };
}
