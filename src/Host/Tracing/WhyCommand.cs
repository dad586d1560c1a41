using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Coterie.Host.CommandLine;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Host.Tracing;

/// <summary><c>coterie why</c>: explains how long a process waited for an entry.</summary>
internal static class WhyCommand
{
    private const string Examples = """
        Examples:
          coterie why run.trace --entry 17                        what the 17th entry of the run waited for
          coterie why run.trace --entry 17 --json                 as one JSON object
        """;

    private const string ExitCodes = """
        Exit codes:
          0    explained
          1    wrong usage, or the file is no trace or its end is missing; the message names the line
          130  stopped by Ctrl-C
        """;

    private static readonly Option<string?> Entry =
        Options.Text("--entry", "K", "Which entry: its number, counted over all processes from 1");

    private static readonly Option<bool> Json = new("--json") { Description = "Prints the explanation as one JSON object" };

    public static Command Create()
    {
        var command = new Command("why", "Explains from a recorded run what a process waited for before it entered.")
        {
            TraceInput.File, Entry, Json,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var number = parsed.GetValue(Entry) ?? throw UsageException.Of(Entry.Name, "the number of an entry, from 1", "");
        var explanation = await TraceInput.UseAsync(
            parsed, stream => Explain(TraceReader.Read(stream, cancellation), number), cancellation);
        if (parsed.GetValue(Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(JsonOf(explanation), CheckJson.Options));
        else
            Console.Out.Write(WhyText.Of(explanation));
        return (int)ExitCode.Good;
    }

    private static Explanation Explain(Trace trace, string number)
    {
        var index = new TraceIndex(trace);
        if (index.Entries.Count == 0)
            throw new UsageException($"{Entry.Name} must be the number of an entry, was [{number}]: nobody entered in this run.");
        var isNumber = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var asked);
        var rule = $"a whole number from 1 to {index.Entries.Count}, the entries of this run";
        if (!isNumber || asked < 1 || asked > index.Entries.Count)
            throw UsageException.Of(Entry.Name, rule, number);
        return Explanation.Judged(index, index.Entries[asked - 1]);
    }

    private static object JsonOf(Explanation explanation) => new
    {
        entry = explanation.Entry.Number,
        process = explanation.Entry.Process.Value,
        request = explanation.Entry.Request?.ToString(),
        askedSeconds = explanation.Entry.Asked?.At.TotalSeconds,
        enteredSeconds = explanation.Entry.Entered.At.TotalSeconds,
        waitedSeconds = explanation.Waited.TotalSeconds,
        sentences = explanation.Sentences,
        violations = explanation.Violations.Select(violation => new { property = violation.Rule, text = violation.Text }),
        parts = explanation.Parts.Select(part => new
        {
            cause = part.Cause.ToString(),
            fromSeconds = part.From.TotalSeconds,
            toSeconds = part.To.TotalSeconds,
            seconds = part.Duration.TotalSeconds,
            process = part.Process.Value,
            message = part.Message?.Name,
            from = part.Message?.From.Value,
            text = part.Text,
        }),
    };
}
