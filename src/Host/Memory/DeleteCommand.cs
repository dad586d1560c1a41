using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary><c>coterie delete</c>: takes the value of a shared variable away.</summary>
internal static class DeleteCommand
{
    private const string Examples = """
        Examples:
          coterie delete x --members 10.0.0.1,10.0.0.2,10.0.0.3   x has no value afterwards
        """;

    private const string ExitCodes = """
        Exit codes:
          0    deleted, or it had no value before
          1    wrong usage
          3    no server there; not deleted
          4    refused, not deleted; the reason is on the standard error output
          5    no answer in time: it may have been deleted or not
          130  stopped by Ctrl-C; it may have been deleted or not
        """;

    public static Command Create()
    {
        var command = new Command("delete", "Deletes the value of a variable of the shared memory.") { MemoryOptions.Name };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => MemoryOptions.RunAsync(parsed, Delete, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> Delete(ParseResult parsed)
    {
        var name = MemoryOptions.NameOf(parsed);
        var deleted = new Report(ExitCode.Good, new { outcome = "deleted", name }, []);
        return async (variables, cancellation) => Report.OfChange(
            name, "deleted", await variables.OperateAsync(name, new Operation.Write(null), cancellation), _ => deleted);
    }
}
