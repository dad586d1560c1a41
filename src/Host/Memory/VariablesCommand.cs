using System.CommandLine;
using Coterie.Actors.Memory.Client;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Memory;

namespace Coterie.Host.Memory;

/// <summary><c>coterie variables</c>: lists the shared variables.</summary>
internal static class VariablesCommand
{
    private const string Examples = """
        Examples:
          coterie variables --at 10.0.0.1                         a line per variable: its name, a tab, its value
          coterie variables --at 10.0.0.1:4053 --json             {"outcome":"listed","variables":[{"name":"x","value":10}]}
        """;

    private const string ExitCodes = """
        Exit codes:
          0    listed; a variable that was locked and never written has no value: nothing after the tab, or null
          1    wrong usage
          3    no answer in time, or no server there
          4    refused by the server; the reason is on the standard error output
          130  stopped by Ctrl-C
        """;

    public static Command Create()
    {
        const string description = "Lists the variables of the shared memory, in the order of their names, with their values.";
        var command = new Command("variables", description)
        {
            MemoryOptions.At, MemoryOptions.Limit, MemoryOptions.ConfigFile, Options.Verbose, MemoryOptions.Json,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var server = parsed.GetValue(MemoryOptions.At);
        await using var memory = await MemoryOptions.ClientAsync(parsed, MemoryOptions.At.Name, server, cancellation);
        var outcome = await memory.ListAsync(cancellation) switch
        {
            ListOutcome.Done done => new Outcome(
                ExitCode.Good,
                new
                {
                    outcome = "listed",
                    variables = done.Variables.Select(variable => new { name = variable.Name, value = ValueOf(variable) }),
                },
                [.. done.Variables.Select(variable => $"{variable.Name}\t{ValueOf(variable)}")]),
            ListOutcome.Refused refused => Outcome.Refused(null, refused.Reason),
            ListOutcome.NoAnswer no => Outcome.NoAnswer(null, no.Reason),
            var other => throw new InvalidOperationException($"A list must end in a known way, was [{other}]."),
        };
        return outcome.Tell(parsed.GetValue(MemoryOptions.Json));
    }

    private static int? ValueOf(MemoryProtocol.NamedValue variable) => variable.IsNeverWritten ? null : variable.Value.Number;
}
