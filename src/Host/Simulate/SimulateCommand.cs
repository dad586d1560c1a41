using System.CommandLine;
using System.Security.Cryptography;
using Coterie.Checking;
using Coterie.Configuration;
using Coterie.Host.CommandLine;
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
        """;

    private const string ExitCodes = """
        Exit codes:
          0    every property holds: never two inside, entries in the order of requests, none starved, no update lost, 2(N-1) messages per entry
          1    wrong usage
          2    a property was violated
          3    the run could not be finished
          130  stopped at once by a second Ctrl-C (the first one ends the run in good order, with its summary)
        """;

    public static Command Create()
    {
        var processes = SimulateArguments.Processes;
        var seconds = SimulateArguments.Seconds;
        var think = Text("--think", "RANGE", "How long a process stays outside before it asks: 250ms, 1s..3s, 0 [default: 1s..3s]");
        var hold = Text("--hold", "RANGE", "How long a process stays inside [default: 1s..3s]");
        var seed = Text("--seed", "N", "Seed of the random draws [default: another one each time]");
        var config = Text("--config", "FILE", "A HOCON file, over config/coterie.conf");
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the summary" };
        var json = new Option<bool>("--json") { Description = "The summary as one JSON object on the standard output, event lines on the standard error output" };
        var command = new Command("simulate", "Simulates N processes that exclude one another by Ricart and Agrawala's algorithm.")
        {
            processes, seconds, think, hold, seed, config, quiet, json,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => RunAsync(
            () =>
            {
                var count = SimulateArguments.Count(parsed.GetRequiredValue(processes));
                var duration = SimulateArguments.Duration(parsed.GetRequiredValue(seconds));
                var flags = (Think: parsed.GetValue(think), Hold: parsed.GetValue(hold), Seed: parsed.GetValue(seed));
                var thinkRange = flags.Think is null ? null : SimulateArguments.Range("--think", flags.Think);
                var holdRange = flags.Hold is null ? null : SimulateArguments.Range("--hold", flags.Hold);
                long? seedValue = flags.Seed is null ? null : SimulateArguments.Seed(flags.Seed);
                var configuration = ConfigurationFiles.Load(parsed.GetValue(config));
                var settings = CoterieSettings.Read(configuration);
                return (configuration, new SimulationSettings(
                    count,
                    duration,
                    thinkRange ?? settings.Think,
                    holdRange ?? settings.Hold,
                    seedValue ?? settings.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
                    settings.Mutex));
            },
            parsed.GetValue(quiet),
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Func<(Akka.Configuration.Config, SimulationSettings)> read, bool quiet, bool json, CancellationToken cancellation)
    {
        var (config, settings) = read();
        var terminal = Console.IsOutputRedirected || json ? null : AnsiConsole.Console;
        var lines = quiet ? null : new EventLines(Writer(terminal, json ? Console.Error : Console.Out));
        var checker = new RunChecker(settings.Processes);
        var run = MutexSimulation.RunAsync(settings, config, checker: checker, listener: lines, close: cancellation);
        await new RunDisplay(settings, checker, lines).ShowAsync(run, terminal);
        var summary = await run;
        if (json)
            Console.Out.WriteLine(SummaryJson.Of(settings, summary));
        else
            WriteSummary(settings, summary, terminal);
        return (int)(summary.IsGood ? ExitCode.Good : ExitCode.Violation);
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

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };
}
