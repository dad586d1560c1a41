using System.CommandLine;
using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary><c>coterie increment</c>: adds to a shared variable.</summary>
internal static class IncrementCommand
{
    private const string Rule = "a whole number from -9223372036854775808 to 9223372036854775807";

    private const string Examples = """
        Examples:
          coterie increment visits --members 10.0.0.1,10.0.0.2,10.0.0.3    adds 1, and prints the sum
          coterie increment stock -5 --at 10.0.0.1 --json                  {"outcome":"increased","name":"stock","value":7}

        A variable without a value counts as 0. The sum has 64 bits, and goes on from the smallest number after the largest.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    increased
          1    wrong usage
          3    no server there; not increased
          4    refused, not increased; the reason is on the standard error output
          5    no answer in time: it may have been increased or not
          130  stopped by Ctrl-C; it may have been increased or not
        """;

    private static readonly Argument<string?> By = new("BY")
    {
        Description = $"How much: {Rule} [default: 1]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("increment", "Adds to a variable of the shared memory.") { MemoryOptions.Name, By };
        MemoryOptions.AddCommon(command);
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => MemoryOptions.RunAsync(parsed, Increment, cancellation));
        return command;
    }

    private static Func<IVariables, CancellationToken, Task<Report>> Increment(ParseResult parsed)
    {
        var name = MemoryOptions.NameOf(parsed);
        var by = ByOf(parsed.GetValue(By));
        return async (variables, cancellation) => Report.OfChange(
            name, "increased", await variables.OperateAsync(name, new Operation.Add(by), cancellation), Increased);

        Report Increased(Outcome outcome)
        {
            var sum = ((Outcome.Done)outcome).Value;
            var json = new { outcome = "increased", name, value = ValueType.JsonOf(sum) };
            return new Report(ExitCode.Good, json, [ValueType.TextOf(sum)]);
        }
    }

    private static long ByOf(string? text)
    {
        if (text is null)
            return 1;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var by)
            ? by
            : throw UsageException.Of(By.Name, Rule, text);
    }
}
