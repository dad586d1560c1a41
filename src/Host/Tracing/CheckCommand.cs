using System.CommandLine;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Host.Tracing;

/// <summary><c>coterie check</c>: judges a recorded trace.</summary>
internal static class CheckCommand
{
    private const string Examples = """
        Examples:
          coterie check run.trace                                 the figures of the run and the verdict
          coterie check run.trace --json                          as one JSON object
          coterie simulate 5 10 --virtual --quiet --trace run.trace && coterie check run.trace
        """;

    private const string ExitCodes = """
        Exit codes:
          0    every property holds, and the record fits together
          1    wrong usage, or the file is no trace or its end is missing; the message names the line
          2    a property is violated: the gravest violation is shown, with its line and the events that led to it
          3    no property is violated, but the run shows nothing: nobody entered, the bug did not show, or the run was cut while
               a process was inside
          130  stopped by Ctrl-C
        """;

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the verdict as one JSON object" };

    public static Command Create()
    {
        const string description =
            "Judges a recorded run: mutual exclusion, order, progress, costs, and whether the record fits together.";
        var command = new Command("check", description) { TraceInput.File, Json };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var verdict = await TraceInput.UseAsync(
            parsed, stream => TraceJudge.Check(new TraceReader(stream, cancellation)), cancellation);
        if (parsed.GetValue(Json))
            Console.Out.WriteLine(CheckJson.Of(verdict));
        else
            Console.Out.Write(CheckText.Of(verdict));
        return (int)(verdict.Violation is null ? VerdictText.ExitCodeOf(verdict.Summary) : ExitCode.Violation);
    }
}
