using System.CommandLine;
using System.Security.Cryptography;
using Coterie.Checking;
using Coterie.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Mutex;
using Coterie.Nodes;
using Coterie.Simulation;
using Spectre.Console;

namespace Coterie.Host.Simulate;

/// <summary><c>coterie simulate</c>: runs N processes in real time and judges the run.</summary>
internal static class SimulateCommand
{
    private const string Examples = """
        Examples:
          coterie simulate 15 10                                  15 processes for 10 seconds, a line per event
          coterie simulate 5 20 --think 0 --hold 100ms --quiet    all want in at once; the summary alone
          coterie simulate 15 10 --seed 7 --json > run.json       the same random draws each time; a summary for scripts
          coterie simulate 15 10 --listen 10.0.0.1 --nodes 3      spread over this machine and two that join:
          coterie join 10.0.0.1 --listen 10.0.0.2                 (on another machine)
        """;

    private const string ExitCodes = """
        Exit codes:
          0    every property holds: never two inside, entries in the order of requests, none starved, no update lost, 2(N-1) messages per entry
          1    wrong usage
          2    a property was violated
          3    the run could not be finished, or a node was lost during it
          130  stopped at once by a second Ctrl-C (the first one ends the run in good order, with its summary)
        """;

    private static readonly Option<string?> Think =
        Options.Text("--think", "RANGE", "How long a process stays outside before it asks: 250ms, 1s..3s, 0 [default: 1s..3s]");

    private static readonly Option<string?> Hold = Options.Text("--hold", "RANGE", "How long a process stays inside [default: 1s..3s]");
    private static readonly Option<string?> Seed = Options.Text("--seed", "N", "Seed of the random draws [default: another one each time]");
    private static readonly Option<string?> Listen = Options.Listen("The address where other nodes reach this one [default: coterie.node.host, or 127.0.0.1]; port 4053");
    private static readonly Option<string?> Nodes = Options.Text("--nodes", "K", "On how many nodes to run: waits for K-1 others to join");
    private static readonly Option<string?> ConfigFile = Options.Config();
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Only the summary" };
    private static readonly Option<bool> Json =
        new("--json") { Description = "The summary as one JSON object on the standard output, event lines on the standard error output" };

    public static Command Create()
    {
        var command = new Command("simulate", "Simulates N processes that exclude one another by Ricart and Agrawala's algorithm.")
        {
            SimulateArguments.Processes, SimulateArguments.Seconds, Think, Hold, Seed, Listen, Nodes, ConfigFile, Quiet, Json,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var config = ConfigurationFiles.Load(parsed.GetValue(ConfigFile));
        var common = CoterieSettings.Read(config);
        var settings = Settings(parsed, common);
        var network = await NetworkAsync(parsed, settings.Processes, common.Node, cancellation);
        var (quiet, json) = (parsed.GetValue(Quiet), parsed.GetValue(Json));
        var terminal = Console.IsOutputRedirected || json ? null : AnsiConsole.Console;
        var write = Writer(terminal, json ? Console.Error : Console.Out);
        var lines = quiet ? null : new EventLines(write);
        var checker = new RunChecker(settings.Processes, settings.Algorithm);
        var watcher = network is null ? null : new NetworkLines(isFirst: true, quiet ? Console.Error.WriteLine : line => write(line + "\n"));
        var run = MutexSimulation.RunAsync(settings, config, network, checker: checker, listener: lines, watcher: watcher, close: cancellation);
        await new RunDisplay(settings, checker, lines).ShowAsync(run, terminal);
        var summary = await run;
        if (json)
            Console.Out.WriteLine(SummaryJson.Of(settings, summary));
        else
            WriteSummary(settings, summary, terminal);
        return (int)(!summary.IsGood ? ExitCode.Violation : summary.Lost.Count > 0 ? ExitCode.Failed : ExitCode.Good);
    }

    private static SimulationSettings Settings(ParseResult parsed, CoterieSettings settings)
    {
        var processes = SimulateArguments.Count(parsed.GetRequiredValue(SimulateArguments.Processes));
        var duration = SimulateArguments.Duration(parsed.GetRequiredValue(SimulateArguments.Seconds));
        return new SimulationSettings(
            processes,
            duration,
            parsed.GetValue(Think) is { } think ? SimulateArguments.Range(Think.Name, think) : settings.Think,
            parsed.GetValue(Hold) is { } hold ? SimulateArguments.Range(Hold.Name, hold) : settings.Hold,
            parsed.GetValue(Seed) is { } seed ? SimulateArguments.Seed(seed) : settings.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            settings.Mutex,
            MutexAlgorithms.RicartAgrawala);
    }

    private static async Task<NetworkSettings?> NetworkAsync(
        ParseResult parsed, int processes, NodeSettings node, CancellationToken cancellation)
    {
        var listen = parsed.GetValue(Listen);
        if (parsed.GetValue(Nodes) is not { } nodes)
            return listen is null ? null : throw new UsageException("--listen must be given together with --nodes.");
        var count = SimulateArguments.Nodes(nodes, processes);
        return new NetworkSettings(await Endpoints.ReadAsync(Listen.Name, listen, node.Listen, cancellation), count);
    }

    private static Action<string> Writer(IAnsiConsole? terminal, TextWriter output)
    {
        if (terminal is not null)
            return text => terminal.Write(new LinesAbove(text));
        return text =>
        {
            output.Write(text);
            output.Flush();
        };
    }

    private static void WriteSummary(SimulationSettings settings, RunSummary summary, IAnsiConsole? terminal)
    {
        foreach (var line in SummaryText.Lines(settings, summary))
            Console.Out.WriteLine(line);
        foreach (var line in SummaryText.Verdict(summary))
        {
            if (terminal is null)
                Console.Out.WriteLine(line);
            else
                terminal.Write(new Text(line + "\n", summary.IsGood ? Color.Green : Color.Red));
        }
    }
}
