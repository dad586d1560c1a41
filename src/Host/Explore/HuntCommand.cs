using System.CommandLine;
using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Configuration;
using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;

namespace Coterie.Host.Explore;

/// <summary><c>coterie hunt</c>: looks for a run that goes wrong, and makes it as small as it can.</summary>
internal static class HuntCommand
{
    private const long DefaultSeeds = 4000;
    private const string SeedsRule = "a whole number from 1 to 1000000000";

    private const string Examples = """
        Examples:
          coterie hunt --bug no-tie-break                         the smallest run in which two are inside
          coterie hunt --bug no-tie-break --trace bad.jsonl       its trace, too: coterie trace bad.jsonl --as svg
          coterie hunt --seeds 100000                             nothing is broken: nothing should be found
          coterie hunt --algorithm lamport --anyway               what a network does to it for which it is not made
        """;

    private const string ExitCodes = """
        Exit codes:
          0    no run under these seeds goes wrong
          1    wrong usage
          2    one does; the smallest such run is printed, and how to run it
          3    Ctrl-C came before all seeds were tried, and none of those tried goes wrong; or the --bug did not show
          130  stopped at once by a second Ctrl-C
        """;

    private static readonly Option<string?> Seeds =
        Options.Text("--seeds", "N", $"How many seeds to try [default: {DefaultSeeds}]");
    private static readonly Option<string?> First = Options.Text("--seed", "N", "The first of them [default: 1]");

    private static readonly Option<bool> Anyway = new("--anyway")
    {
        Description = "On networks for which the algorithm is not made, too: to see what it needs its assumptions for",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the outcome as one JSON object" };

    public static Command Create()
    {
        var command = new Command(
            "hunt", "Looks for a small run in virtual time that goes wrong, seed after seed, and makes it smaller.")
        {
            AlgorithmOptions.Algorithm, AlgorithmOptions.AnyProtocol, AlgorithmOptions.Bug, TopologyOptions.Topology,
            WorkloadOptions.Durable, Anyway, Seeds, First, Json, StoryTrace.File,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var protocol = WithTopology(parsed, WorkloadOptions.WithDurable(parsed, AlgorithmOptions.Read(parsed)));
        var seeds = Number(parsed.GetValue(Seeds));
        var first = parsed.GetValue(First) is not { } text
            ? 1
            : LabSettings.ParseSeed(text) ?? throw UsageException.Of(First.Name, LabSettings.SeedRule, text);
        var json = parsed.GetValue(Json);
        var hunter = new Hunter(protocol, parsed.GetValue(Anyway));
        var run = Task.Run(() => hunter.Run(first, seeds, cancellation), CancellationToken.None);
        await Progress.ShowAsync(run, () => Text($"{hunter.Tried} of {seeds} seeds{Shrinking(hunter)}"));
        if (await run is not { } quarry)
        {
            var isDone = hunter.Tried == seeds;
            var last = first + hunter.Tried - 1;
            var ending = isDone ? "" : "; then the hunt was stopped";
            Console.Out.WriteLine(json
                ? QuarryJson.OfNothing(protocol, first, hunter.Tried, isDone)
                : Text($"Nothing is wrong with {protocol} in {hunter.Tried} runs, under the seeds {first} to {last}{ending}"));
            if (protocol.Bug is { } bug && !json)
            {
                Console.Out.WriteLine(
                    $"Inconclusive: {VerdictText.Hidden(bug)} in any of these runs; --bug list has a command that shows it");
            }
            return (int)(isDone && protocol.Bug is null ? ExitCode.Good : ExitCode.Failed);
        }
        foreach (var line in json ? [QuarryJson.Of(quarry)] : QuarryText.Lines(quarry))
            Console.Out.WriteLine(line);
        StoryTrace.Write(
            parsed, protocol, quarry.Settings.Simulation.Processes, quarry.Settings.Simulation.Seed, quarry.Story.Continued);
        return (int)ExitCode.Violation;
    }

    // The runs have different numbers of processes, so that a tree of a certain number does not fit.
    private static Protocol WithTopology(ParseResult parsed, Protocol protocol)
    {
        if (TopologyOptions.Read(parsed, protocol) is not { } tree)
            return protocol;
        return tree.Processes is null
            ? protocol.ChooseWorkload!(tree.ToString())!
            : throw UsageException.Of(
                TopologyOptions.Topology.Name,
                "chain, star or tree here, because a hunt tries several numbers of processes",
                parsed.GetValue(TopologyOptions.Topology)!);
    }

    private static string Shrinking(Hunter hunter) => hunter.Found is { } found
        ? Text($"   making smaller what was found: {found.Story.Happenings.Count} events")
        : "";

    private static long Number(string? text) => text is null
        ? DefaultSeeds
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds)
            && seeds is >= 1 and <= 1_000_000_000
            ? seeds
            : throw UsageException.Of(Seeds.Name, SeedsRule, text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
