using System.CommandLine;
using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Lab.Exploring;

namespace Coterie.Host.Explore;

/// <summary><c>coterie explore</c>: visits every state that a few processes can be in.</summary>
internal static class ExploreCommand
{
    private const string Examples = """
        Examples:
          coterie explore --processes 3 --requests 1              every order in which the messages of three processes can arrive
          coterie explore --processes 2 --loss --duplicate        messages are lost, sent again and doubled, too
          coterie explore --protocol memory --readers 1 --writers 2   the lock of a shared variable, and its clients
          coterie explore --protocol quorum --voters 3 --processes 2  a lock by votes, and its clients
          coterie explore --processes 2 --bug no-tie-break        a rule is broken on purpose: the fewest steps to where it shows
          coterie explore --processes 2 --algorithm lamport --anyway  a network for which the algorithm is not made
        """;

    private const string ExitCodes = """
        A state is what all processes remember, and the messages on the way; docs/explorer.md says it exactly.

        Exit codes:
          0    every state was seen, and nothing is wrong
          1    wrong usage
          2    something is wrong; the steps that lead there are printed
          3    not every state was seen: there are more than --most-states or than there is memory for, or Ctrl-C came;
               nothing is wrong with those seen. Or the --bug did not show in any state
          130  stopped at once by a second Ctrl-C
        """;

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the outcome as one JSON object" };

    public static Command Create()
    {
        var command = new Command(
            "explore", "Visits every state that a few processes can reach, and looks for one that must not be.")
        {
            ExploreArguments.Processes, ExploreArguments.Requests, ExploreArguments.Loss, ExploreArguments.Duplicate,
            ExploreArguments.Withdraw, ExploreArguments.Crashes, ExploreArguments.Forgetful, ExploreArguments.Anyway,
            ExploreArguments.MostStates,
            AlgorithmOptions.Algorithm, AlgorithmOptions.AnyProtocol, AlgorithmOptions.Bug, TopologyOptions.Topology,
            WorkloadOptions.Readers, WorkloadOptions.Writers, WorkloadOptions.Watchers, WorkloadOptions.Voters,
            WorkloadOptions.Lapses, WorkloadOptions.Late, WorkloadOptions.Copies, WorkloadOptions.Durable, Json, StoryTrace.File,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = ExploreArguments.Read(parsed, AlgorithmOptions.Read(parsed));
        var json = parsed.GetValue(Json);
        if (!json)
            Console.Out.WriteLine(ExplorationText.Title(settings));
        var explorer = new Explorer(settings);
        var start = TimeProvider.System.GetTimestamp();
        var run = Task.Run(() => explorer.Run(cancellation), CancellationToken.None);
        await Progress.ShowAsync(run, () => string.Create(
            CultureInfo.InvariantCulture,
            $"{explorer.States:N0} states   {explorer.Transitions:N0} transitions   depth {explorer.Depth}"));
        var exploration = await run;
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        if (json)
        {
            Console.Out.WriteLine(ExplorationJson.Of(exploration, elapsed));
        }
        else
        {
            foreach (var line in ExplorationText.Lines(exploration, elapsed))
                Console.Out.WriteLine(line);
        }
        if (exploration.Finding is { } finding)
            StoryTrace.Write(parsed, settings.Protocol, settings.Processes, null, finding.Continued);
        return (int)(exploration.Ending switch
        {
            ExplorationEnding.Complete when settings.Protocol.Bug is null => ExitCode.Good,
            ExplorationEnding.Found => ExitCode.Violation,
            _ => ExitCode.Failed,
        });
    }
}
