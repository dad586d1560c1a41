using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coterie.Bench.Harness;

/// <summary>The options of a benchmark that compares services, which take turns in every round.</summary>
internal sealed class ComparisonOptions
{
    private readonly Option<int> _rounds = Checked(
        "--rounds", "Measured rounds of each case, from 1 to 100.", 7, value => value is >= 1 and <= 100);

    private readonly Option<double> _seconds;

    private readonly Option<string> _only = Plain("--case", "Only the cases whose names contain this.");

    private readonly Option<string> _services = Plain("--services", "Only the services whose names contain this.");

    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "Where servers keep their data while they run; default: with the temporary files.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object instead of a table." };

    /// <param name="seconds">The usual length of a round.</param>
    public ComparisonOptions(double seconds)
    {
        _seconds = Checked(
            "--seconds",
            "Length of a round for each service, from 0.1 to 60.",
            seconds,
            value => value is >= 0.1 and <= 60);
        _folder.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && !Directory.Exists(path))
                result.AddError($"--folder must be a folder, was [{path}].");
        });
    }

    /// <summary>A command with these options.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="run">Measures and prints.</param>
    public Command Command(string name, string description, Func<ComparisonArguments, CancellationToken, Task> run)
    {
        var command = new Command(name, description) { _rounds, _seconds, _only, _services, _folder, _json };
        command.SetAction((parsed, cancellation) => run(
            new ComparisonArguments(
                parsed.GetValue(_rounds),
                TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
                parsed.GetValue(_only)!,
                parsed.GetValue(_services)!,
                parsed.GetValue(_folder),
                parsed.GetValue(_json)),
            cancellation));
        return command;
    }

    private static Option<string> Plain(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => "" };

    private static Option<T> Checked<T>(string name, string description, T usual, Func<T, bool> isGood)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!isGood(result.GetValueOrDefault<T>()!))
            {
                result.AddError($"{name} must be in its range ({description.TrimEnd('.')}), was "
                    + $"[{string.Join(' ', result.Tokens)}].");
            }
        });
        return option;
    }
}

/// <summary>The values of <see cref="ComparisonOptions"/>.</summary>
/// <param name="Rounds">How many rounds of each case are measured.</param>
/// <param name="Round">The length of a round for each service.</param>
/// <param name="Case">Only the cases whose names contain this.</param>
/// <param name="Services">Only the services whose names contain this.</param>
/// <param name="Folder">Where servers keep their data; null: with the temporary files.</param>
/// <param name="IsJson">Whether to print JSON.</param>
internal sealed record ComparisonArguments(
    int Rounds, TimeSpan Round, string Case, string Services, string? Folder, bool IsJson)
{
    /// <summary>Whether a case of that name is asked for.</summary>
    public bool Has(string name) => name.Contains(Case, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How the tables and objects of such a benchmark write numbers.</summary>
internal static class ComparisonText
{
    /// <summary>For JSON; a rate or a time that there is not is <c>"NaN"</c>.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A rate; nothing if there is none.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        double.NaN => "",
        >= 1e6 => Text(perSecond / 1e6, "0.00 M"),
        >= 1e4 => Text(perSecond / 1e3, "0.0 k"),
        _ => Text(perSecond, "0"),
    };

    /// <summary>A time; nothing if there is none.</summary>
    public static string Time(double microseconds) => double.IsNaN(microseconds) ? "" : Text(microseconds, "0 us");

    /// <summary>The median of some ratios, and the range; nothing if there are none.</summary>
    public static string[] Ratio(IReadOnlyList<double> ratios) => ratios.Count == 0
        ? ["", ""]
        : [Text(Measurement.Median(ratios), "0.00 x"), $"{Text(ratios.Min(), "0.00")}..{Text(ratios.Max(), "0.00")}"];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
