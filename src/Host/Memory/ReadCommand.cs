using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary><c>coterie read</c>: prints a shared variable.</summary>
internal static class ReadCommand
{
    private const string Examples = """
        Examples:
          coterie read x --at 10.0.0.1                            prints the value of x, such as 10
          coterie read x --at 10.0.0.1:4053 --json                prints {"outcome":"read","name":"x","value":10}
          coterie read x --members 10.0.0.1,10.0.0.2,10.0.0.3     the variable that these members keep together

        A variable that nobody has written, since the server started, or that was deleted, has no value: then nothing is
        printed, or with --json the value null, and the exit code is 6. Without --as a value of any type is printed: bytes in
        base64.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    read
          1    wrong usage
          3    no answer in time, or no server there
          4    refused, or of another type than --as says; the reason is on the standard error output
          6    the variable has no value
          130  stopped by Ctrl-C
        """;

    public static Command Create()
    {
        var command = new Command("read", "Reads a variable of the shared memory.") { MemoryOptions.Name, MemoryOptions.As };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => MemoryOptions.RunAsync(parsed, Read, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> Read(ParseResult parsed)
    {
        var name = MemoryOptions.NameOf(parsed);
        var type = MemoryOptions.TypeOf(parsed);
        return async (variables, cancellation) => await variables.OperateAsync(name, new Operation.Read(), cancellation) switch
        {
            Answer.Ended { Outcome: Outcome.Done { Value: null } } => new Report(
                ExitCode.NeverWritten, new { outcome = "read", name, value = (object?)null }, [], $"{name} has no value."),
            Answer.Ended { Outcome: Outcome.Done { Value: { } value } } when type?.Has(value) != false => new Report(
                ExitCode.Good, new { outcome = "read", name, value = ValueType.JsonOf(value) }, [ValueType.TextOf(value)]),
            Answer.Ended { Outcome: Outcome.Done { Value: { } value } } =>
                Report.Refused(name, $"{name} must be {type!.Rule}, was [{value}]"),
            Answer.Refused refused => Report.Refused(name, refused.Reason),
            Answer.NoAnswer no => Report.NoAnswer(name, no.Reason),
            Answer.Unknown unknown => Report.NoAnswer(name, unknown.Reason),
            var other => throw new InvalidOperationException($"A read must end in a known way, was [{other}]."),
        };
    }
}
