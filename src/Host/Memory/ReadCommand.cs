using System.CommandLine;
using Coterie.Actors.Memory.Client;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary><c>coterie read</c>: prints a shared variable.</summary>
internal static class ReadCommand
{
    private const string Examples = """
        Examples:
          coterie read x --at 10.0.0.1                            prints the value of x, such as 10
          coterie read x --at 10.0.0.1:4053 --json                prints {"outcome":"read","name":"x","value":10}

        A variable that nobody has written since the server started has no value: then nothing is printed, or with --json the
        value null, and the exit code is 6.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    read
          1    wrong usage
          3    no answer in time, or no server there
          4    refused by the server; the reason is on the standard error output
          6    the variable was never written, since the server started
          130  stopped by Ctrl-C
        """;

    public static Command Create()
    {
        var command = new Command("read", "Reads a variable of the shared memory.")
        {
            MemoryOptions.Name,
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
        var server = parsed.GetValue(MemoryOptions.At);
        await using var memory = await MemoryOptions.ClientAsync(parsed, MemoryOptions.At.Name, server, cancellation);
        var outcome = await memory.ReadAsync(name, cancellation) switch
        {
            ReadOutcome.Done done => new Outcome(
                ExitCode.Good, new { outcome = "read", name, value = done.Value.Number }, [done.Value.ToString()]),
            ReadOutcome.NeverWritten => new Outcome(
                ExitCode.NeverWritten, new { outcome = "read", name, value = (int?)null }, [], $"{name} was never written."),
            ReadOutcome.Refused refused => Outcome.Refused(name, refused.Reason),
            ReadOutcome.NoAnswer no => Outcome.NoAnswer(name, no.Reason),
            var other => throw new InvalidOperationException($"A read must end in a known way, was [{other}]."),
        };
        return outcome.Tell(parsed.GetValue(MemoryOptions.Json));
    }
}
