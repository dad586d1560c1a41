using System.CommandLine;
using Coterie.Actors.Text;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary><c>coterie variables</c>: lists the shared variables.</summary>
internal static class VariablesCommand
{
    private const string Examples = """
        Examples:
          coterie variables --at 10.0.0.1                         a line per variable: its name, a tab, its value
          coterie variables orders/ --at 10.0.0.1                 only those whose names begin with orders/
          coterie variables orders/ --watch --at 10.0.0.1         and then a line for every change, until Ctrl-C
          coterie variables --at 10.0.0.1:4053 --json             {"outcome":"listed","variables":[{"name":"x","value":10}]}
        """;

    private const string ExitCodes = """
        Exit codes:
          0    listed; a variable that was only locked, or was deleted, may have no value: nothing after the tab, or null
          1    wrong usage
          3    no answer in time, or no server there
          4    refused by the server; the reason is on the standard error output
          130  stopped by Ctrl-C
        """;

    private static readonly Argument<string?> Prefix = new("PREFIX")
    {
        Description = "What the names begin with [default: all variables]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Goes on with a line for every change" };

    public static Command Create()
    {
        const string description = "Lists the variables of the shared memory, in the order of their names, with their values.";
        var command = new Command("variables", description) { Prefix, Watch };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => parsed.GetValue(Watch)
            ? MemoryOptions.RunAsync(
                parsed,
                variables => WatchLines.RunAsync(
                    variables, parsed.GetValue(Prefix) ?? "", isPrefix: true, parsed.GetValue(MemoryOptions.Json), cancellation),
                cancellation)
            : MemoryOptions.RunAsync(parsed, List, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> List(ParseResult parsed)
    {
        var prefix = parsed.GetValue(Prefix) ?? "";
        return async (variables, cancellation) => await variables.ListAsync(prefix, cancellation) switch
        {
            ListAnswer.Listed listed => new Report(
                ExitCode.Good,
                new
                {
                    outcome = "listed",
                    variables = listed.Variables.Select(
                        variable => new { name = variable.Name, value = ValueType.JsonOf(variable.Value) }),
                },
                [
                    .. listed.Variables.Select(
                        variable => $"{Printable.Escape(variable.Name)}\t{ValueType.TextOf(variable.Value)}"),
                ]),
            ListAnswer.Refused refused => Report.Refused(null, refused.Reason),
            ListAnswer.NoAnswer no => Report.NoAnswer(null, no.Reason),
            var other => throw new InvalidOperationException($"A list must end in a known way, was [{other}]."),
        };
    }
}
