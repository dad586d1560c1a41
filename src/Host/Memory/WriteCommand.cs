using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary><c>coterie write</c>: sets a shared variable.</summary>
internal static class WriteCommand
{
    private const string Examples = """
        Examples:
          coterie write x 10 --at 10.0.0.1                        sets x to 10
          coterie write x -3 --at 10.0.0.1:4053 --json            prints {"outcome":"written","name":"x","value":-3}
          coterie write who "Ada Lovelace" --as string            another type than a whole number of 32 bits
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

    private static readonly TextArgument ValueArgument = new("VALUE", "The new value", ValueType.Int.Rule + ", without --as");

    public static Command Create()
    {
        var command = new Command("write", "Writes a variable of the shared memory.")
        {
            MemoryOptions.Name, ValueArgument, MemoryOptions.As,
        };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => MemoryOptions.RunAsync(parsed, Write, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> Write(ParseResult parsed)
    {
        var name = MemoryOptions.NameOf(parsed);
        var type = MemoryOptions.TypeOf(parsed) ?? ValueType.Int;
        var value = type.Parse(ValueArgument.Name, parsed.GetRequiredValue(ValueArgument));
        var written = new Report(ExitCode.Good, new { outcome = "written", name, value = ValueType.JsonOf(value) }, []);
        return async (variables, cancellation) => Report.OfChange(
            name, "written", await variables.OperateAsync(name, new Operation.Write(value), cancellation), _ => written);
    }
}
