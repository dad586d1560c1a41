using System.CommandLine;
using Coterie.Actors.Memory.Client;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Memory;

namespace Coterie.Host.Memory;

/// <summary><c>coterie write</c>: sets a shared variable.</summary>
internal static class WriteCommand
{
    private const string Examples = """
        Examples:
          coterie write x 10 --at 10.0.0.1                        sets x to 10
          coterie write x -3 --at 10.0.0.1:4053 --json            prints {"outcome":"written","name":"x","value":-3}
        """;

    private const string ExitCodes = """
        Exit codes:
          0    written
          1    wrong usage
          3    no server there; not written
          4    refused by the server, not written; the reason is on the standard error output
          5    no answer in time: it may have been written or not
          130  stopped by Ctrl-C; it may have been written or not
        """;

    private static readonly TextArgument ValueArgument = new("VALUE", "The new value", Value.Rule);

    public static Command Create()
    {
        var command = new Command("write", "Writes a variable of the shared memory.")
        {
            MemoryOptions.Name, ValueArgument,
            MemoryOptions.At, MemoryOptions.Limit, MemoryOptions.ConfigFile, Options.Verbose, MemoryOptions.Json,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = MemoryOptions.VariableOf(parsed);
        var text = parsed.GetRequiredValue(ValueArgument);
        var value = Value.TryParse(text) ?? throw UsageException.Of(ValueArgument.Name, Value.Rule, text);
        var server = parsed.GetValue(MemoryOptions.At);
        await using var memory = await MemoryOptions.ClientAsync(parsed, MemoryOptions.At.Name, server, cancellation);
        var outcome = await memory.WriteAsync(name, value, cancellation: cancellation) switch
        {
            WriteOutcome.Done => new Outcome(ExitCode.Good, new { outcome = "written", name, value = value.Number }, []),
            WriteOutcome.Refused refused => Outcome.Refused(name, refused.Reason),
            WriteOutcome.NotSent not => new Outcome(
                ExitCode.Failed, new { outcome = "not-written", name, reason = not.Reason }, [], $"not written: {not.Reason}."),
            WriteOutcome.Unknown unknown => new Outcome(
                ExitCode.Unknown,
                new { outcome = "unknown", name, reason = unknown.Reason },
                [],
                $"no answer: {unknown.Reason}. It may have been written or not."),
            var other => throw new InvalidOperationException($"A write must end in a known way, was [{other}]."),
        };
        return outcome.Tell(parsed.GetValue(MemoryOptions.Json));
    }
}
