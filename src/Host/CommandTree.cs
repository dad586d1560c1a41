using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Host.Compare;
using Coterie.Host.Completing;
using Coterie.Host.Encryption;
using Coterie.Host.Explore;
using Coterie.Host.Locking;
using Coterie.Host.Memory;
using Coterie.Host.Simulate;
using Coterie.Host.Touring;
using Coterie.Host.Tracing;

namespace Coterie.Host;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    private const string Examples = """
        Examples:
          coterie tour                                            a lecture in ten steps
          coterie simulate 15 10                                  15 processes exclude one another for 10 seconds
          coterie simulate 15 10 --virtual --trace run.jsonl      the same in a moment, recorded
          coterie trace run.jsonl --as html --out run.html        the recorded run as a page to look into
          coterie explore --processes 3                           every order in which messages can arrive
          coterie serve                                           a shared memory; in another terminal: coterie client
        """;

    private const string Last = """
        Exit codes:
          0    done; of a run, every property holds
          1    wrong usage
          2    a property was violated
          3    not finished: a node was lost, a search is not complete, or the server did not answer
          4    the server refused the command
          5    the server did not answer a write, which may have been done or not
          130  stopped by Ctrl-C

        Run coterie help COMMAND for the options and the exit codes of a command.
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand("Mutual exclusion without a lock server, and shared memory, on actors.")
        {
            SimulateCommand.Create(), JoinCommand.Create(), ExploreCommand.Create(), HuntCommand.Create(),
            AlgorithmsCommand.Create(), CompareCommand.Create(),
            CheckCommand.Create(), WhyCommand.Create(), TraceCommand.Create(),
            ServeCommand.Create(), ClientCommand.Create(), ReadCommand.Create(), WriteCommand.Create(),
            IncrementCommand.Create(), CompareAndSetCommand.Create(), DeleteCommand.Create(), WatchCommand.Create(),
            VariablesCommand.Create(), LockCommand.Create(), LocksCommand.Create(), DataCommand.Create(),
            CertificatesCommand.Create(), TourCommand.Create(Create),
        };
        root.Add(HelpCommand.Create(root));
        root.Add(CompletionCommand.Create());
        Help.Extend(root, Examples, Last);
        root.SetAction(_ => Help.Show(root));
        return root;
    }
}
