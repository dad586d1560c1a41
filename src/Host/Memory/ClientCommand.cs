using System.CommandLine;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Host.Locking;

namespace Coterie.Host.Memory;

/// <summary><c>coterie client</c>: reads and writes shared variables in a dialogue.</summary>
internal static class ClientCommand
{
    private const string Examples = """
        Examples:
          coterie client 10.0.0.1                                 talks to coterie serve --host 10.0.0.1
          coterie client 127.0.0.2:4053                           the same on one machine, in another terminal
          coterie client --members 10.0.0.1,10.0.0.2,10.0.0.3     the variables that these members keep together

        In the dialogue: R reads x, W writes it, R NAME and W NAME another variable, W NAME VALUE at once, list shows all,
        ? tells of the other words, Q quits.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    quit: Q, the end of the input, or Ctrl-C
          1    wrong usage
          3    no server there
          130  stopped at once by a second Ctrl-C
        """;

    private static readonly Argument<string?> Server = new("HOST[:PORT]")
    {
        Description = $"Where the server (coterie serve) listens [default: 127.0.0.1:{HostPort.DefaultPort}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("client", "Reads and writes variables of the shared memory in a dialogue.")
        {
            Server, MemoryOptions.Members, MemoryOptions.Limit, LockOptions.Lease, MemoryOptions.ConfigFile, Options.Verbose,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var variables = await MemoryOptions.OpenAsync(parsed, Server.Name, parsed.GetValue(Server), cancellation);
        try
        {
            if (await variables.ConnectAsync(cancellation) is { } reason)
                return Report.NoAnswer(null, reason).Tell(json: false);
            await new ClientSession(variables, Console.In, Console.Out).RunAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Console.Out.WriteLine();
        }
        return (int)ExitCode.Good;
    }
}
