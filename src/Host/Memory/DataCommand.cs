using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Coterie.Actors.Storage;
using Coterie.Host.CommandLine;
using Coterie.Host.Tracing;

namespace Coterie.Host.Memory;

/// <summary><c>coterie data</c>: looks into the data folder of a member.</summary>
internal static class DataCommand
{
    private const string Examples = """
        Examples:
          coterie data check /var/lib/coterie                     whose data it is, how much, and whether it is whole
          coterie data check /var/lib/coterie --json              as one JSON object
          coterie data export /var/lib/coterie > values.jsonl     all values, a JSON object a line

        Both only read, and may run while the member does: they see what was stored when they began. A value of export has the
        number of its token and its count, a type (long, double, bool, string, json, bytes, or none for one that was deleted) and
        the value; bytes are in Base64, and so are those of the type unknown, which are the value of no variable.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    done, and the data are whole
          1    wrong usage, or DIR is no data folder, or it cannot be read
          2    the data are damaged; a sentence says what is not as it was written
          130  stopped by Ctrl-C
        """;

    private const string Check = "check";
    private const string Export = "export";

    private static readonly string[] Actions = [Check, Export];
    private static readonly ChoiceArgument Action = new(
        "ACTION",
        "What to do: check or export",
        () =>
        [
            new Choice(Check, "Says whose data it is, how much, and whether it is whole"),
            new Choice(Export, "Prints all values"),
        ]);
    private static readonly TextArgument Folder = new(Options.FolderValue, "The data", "the folder that serve --data names");
    private static readonly Option<bool> Json = new("--json") { Description = "With check: prints one JSON object" };

    public static Command Create()
    {
        var command = new Command("data", "Checks the data folder of a member, or prints the values in it.")
        {
            Action, Folder, Json,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction((parsed, cancellation) => Interruptible.RunAsync(() => (int)Run(parsed, cancellation), cancellation));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var action = Choice.Read(Action.Name, parsed.GetValue(Action) ?? "", Actions);
        var path = parsed.GetRequiredValue(Folder);
        if (path.Length == 0)
            throw UsageException.Of(Folder.Name, Folder.Rule, path);
        if (action == Export && parsed.GetValue(Json))
            throw new UsageException($"{Json.Name} must be left out with {Export}, which prints JSON in any case.");
        try
        {
            using var reading = FolderReading.Open(path);
            if (action == Check)
                return CheckAll(reading, parsed.GetValue(Json), cancellation);
            foreach (var value in reading.Values())
            {
                cancellation.ThrowIfCancellationRequested();
                Console.Out.WriteLine(ValueLine.Of(value));
            }
            return ExitCode.Good;
        }
        catch (DataFolderException failure) when (failure.IsDamaged)
        {
            Console.Error.WriteLine($"coterie: {failure.Message}");
            return ExitCode.Violation;
        }
    }

    private static ExitCode CheckAll(FolderReading reading, bool json, CancellationToken cancellation)
    {
        var faults = reading.Faults();
        var (values, bytes) = (0L, 0L);
        foreach (var value in faults.Count > 0 ? [] : reading.Values())
        {
            cancellation.ThrowIfCancellationRequested();
            values++;
            bytes += value.Stored.Value?.Bytes.Length ?? 0;
        }
        var (owner, floor, isWhole) = (reading.Owner, reading.Floor, faults.Count == 0);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { whole = isWhole, member = owner?.Member, group = owner?.Group, floor, values, bytes, faults },
                CheckJson.Options));
            return isWhole ? ExitCode.Good : ExitCode.Violation;
        }
        Console.Out.WriteLine($"member  {owner?.Member ?? "none yet"}");
        Console.Out.WriteLine($"group   {owner?.Group ?? "none yet"}");
        Console.Out.WriteLine($"floor   {floor?.ToString(CultureInfo.InvariantCulture) ?? "none: it has never voted"}");
        if (isWhole)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"values  {values:N0}, {bytes:N0} bytes"));
        Console.Out.WriteLine($"whole   {(isWhole ? "yes" : "no")}");
        foreach (var fault in faults)
            Console.Error.WriteLine($"coterie: {fault}");
        return isWhole ? ExitCode.Good : ExitCode.Violation;
    }
}
