using System.CommandLine;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary><c>coterie watch</c>: prints a shared variable whenever it changes.</summary>
internal static class WatchCommand
{
    private const string Examples = """
        Examples:
          coterie watch x --at 10.0.0.1                                  a line per value: the name, a tab, the value
          coterie watch x --members 10.0.0.1,10.0.0.2,10.0.0.3           the same of a variable of a group
          coterie watch orders- --prefix --at 10.0.0.1                   all variables whose names begin with orders-
          coterie watch orders/ --prefix --members 10.0.0.1 --json       {"event":"changed","name":"orders/7","value":3, ...}

        First it prints what there is, then every change, until Ctrl-C. If it cannot keep up, it prints only the latest value of
        each variable; with --json "missed" counts what was left out. If the server or too many members do not answer, a
        sentence on the standard error output says so, and another one when they do again.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    ended by Ctrl-C
          1    wrong usage
          3    no answer in time, or no server there
          4    refused by the server; the reason is on the standard error output
        """;

    private static readonly TextArgument Name = new(
        "NAME", "Which variable, or with --prefix what the names begin with", "a name");

    private static readonly Option<bool> Prefix = new("--prefix") { Description = "All variables whose names begin with NAME" };

    public static Command Create()
    {
        var command = new Command("watch", "Prints a variable of the shared memory whenever it changes.") { Name, Prefix };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) =>
        {
            var isPrefix = parsed.GetValue(Prefix);
            var name = MemoryOptions.NameOf(parsed, Name, isPrefix);
            return MemoryOptions.RunAsync(
                parsed,
                variables => WatchLines.RunAsync(variables, name, isPrefix, parsed.GetValue(MemoryOptions.Json), cancellation),
                cancellation);
        });
        return command;
    }
}
