using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary><c>coterie cas</c>: sets a shared variable if it is what the caller expects.</summary>
internal static class CompareAndSetCommand
{
    private const string Examples = """
        Examples:
          coterie cas x 10 11 --at 10.0.0.1                       sets x to 11 if it is 10
          coterie cas leader "" node-7 --as string                sets a text that is empty
          coterie cas x 1 --if-none                               sets x to 1 if it has no value
        """;

    private const string ExitCodes = """
        Exit codes:
          0    set
          1    wrong usage
          3    no server there; not set
          4    refused, not set; the reason is on the standard error output
          5    no answer in time: it may have been set or not
          7    the variable is not what was expected; not set
          130  stopped by Ctrl-C; it may have been set or not
        """;

    private static readonly Argument<string[]> Values = new("OLD NEW")
    {
        Description = "What it must be, and the new value; with --if-none the new value only: "
            + $"{ValueType.Int.Rule}, without --as",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> IfNone = new("--if-none") { Description = "Only if the variable has no value" };

    public static Command Create()
    {
        const string description = "Writes a variable of the shared memory if it is what is expected (compare and set).";
        var command = new Command("cas", description) { MemoryOptions.Name, Values, IfNone, MemoryOptions.As };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => MemoryOptions.RunAsync(parsed, CompareAndSet, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> CompareAndSet(ParseResult parsed)
    {
        var name = MemoryOptions.NameOf(parsed);
        var type = MemoryOptions.TypeOf(parsed) ?? ValueType.Int;
        var (expected, value) = (parsed.GetValue(Values) ?? [], parsed.GetValue(IfNone)) switch
        {
            ([var text], true) => ((VariableValue?)null, type.Parse("NEW", text)),
            ([var old, var text], false) => (type.Parse("OLD", old), type.Parse("NEW", text)),
            (var given, true) => throw UsageException.Of("NEW", "one value with --if-none", string.Join(' ', given)),
            (var given, false) => throw UsageException.Of("OLD NEW", "two values", string.Join(' ', given)),
        };
        var set = new Report(ExitCode.Good, new { outcome = "set", name, value = ValueType.JsonOf(value) }, []);
        return async (variables, cancellation) =>
        {
            var answer = await variables.OperateAsync(name, new Operation.CompareAndSet(expected, value), cancellation);
            return Report.OfChange(name, "set", answer, outcome => outcome is Outcome.Mismatch { Current: var current }
                ? new Report(
                    ExitCode.Mismatch,
                    new { outcome = "mismatch", name, value = ValueType.JsonOf(current) },
                    [],
                    $"not set: {name} {(current is null ? "has no value" : $"is [{current}]")}.")
                : set);
        };
    }
}
