using System.CommandLine;
using System.Net;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate.Events;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Running;

namespace Coterie.Host.Simulate;

/// <summary><c>coterie join</c>: takes part in a run for which another machine waits.</summary>
internal static class JoinCommand
{
    private const string Examples = """
        Examples:
          coterie join 10.0.0.1 --listen 10.0.0.2                 takes part in coterie simulate 15 10 --listen 10.0.0.1 --nodes 2
          coterie join 127.0.0.2:4053 --listen 127.0.0.3:4053     the same on one machine, in another terminal
        """;

    private const string ExitCodes = """
        Exit codes:
          0    the run ended, and every property holds; its summary is on the first node
          1    wrong usage
          3    the run was not found, could not be finished, or ended otherwise
          130  stopped at once by a second Ctrl-C (the first one leaves, and ends the run in good order)
        """;

    private const int DefaultPatience = 60;

    private static readonly TextArgument First = new("HOST[:PORT]", "Where the first node listens", HostPort.Rule);
    private static readonly Option<string?> Listen = Options.Listen(
        "The address where the others reach this node [default: coterie.node.host, or the one that leads to the first node and "
        + "any free port]");

    private static readonly Option<string?> Patience =
        Options.Timeout("How long to wait for the first node's answer", DefaultPatience);
    private static readonly Option<string[]> ConfigFile = Options.Config();

    public static Command Create()
    {
        var command = new Command("join", "Takes part in a simulation that runs on several nodes.")
        {
            First, Listen, Patience, ConfigFile, EventOptions.Events, EventOptions.Quiet, Options.Verbose,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var level = EventOptions.Read(parsed);
        var patience = Options.TimeoutOf(parsed, Patience, DefaultPatience);
        var config = ConfigurationFiles.Load(parsed, ConfigFile, cancellation);
        var node = CoterieSettings.Read(config).Node;
        var first = await Endpoints.ReadAsync(First.Name, parsed.GetRequiredValue(First), node.Listen, cancellation);
        var listen = parsed.GetValue(Listen) is null && node.Host is null
            ? new IPEndPoint(Node.LocalAddressTowards(first), 0)
            : await Endpoints.ReadAsync(Listen.Name, parsed.GetValue(Listen), node.Listen, cancellation);
        var lines = level == EventLevel.None
            ? null
            : new EventLines(
                ProtocolCatalogue.Default.Words, level, new LineOutput(Console.Out, LineOutput.Terminal), isLive: true);
        var watcher = new NetworkLines(isFirst: false, Console.Out.WriteLine)
        {
            Protocol = protocol => lines?.SetWords(protocol.Words),
        };
        var run = ActorSimulation.JoinAsync(
            first, listen, config, patience, listener: lines, watcher: watcher, close: cancellation);
        await RunDisplay.FollowAsync(run, lines);
        var ended = await run;
        Console.Out.WriteLine(ended.Outcome);
        return (int)(ended.IsGood ? ExitCode.Good : ExitCode.Failed);
    }
}
