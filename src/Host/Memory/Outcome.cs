using System.Text.Encodings.Web;
using System.Text.Json;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary>
/// What a command prints for a script: lines or a JSON object on the standard output, a sentence on the standard error output, an
/// exit code.
/// </summary>
/// <param name="Code">The exit code.</param>
/// <param name="Json">What <c>--json</c> prints. Fields may be added, none is removed.</param>
/// <param name="Lines">What is printed without <c>--json</c>.</param>
/// <param name="Problem">What went wrong; null if nothing did.</param>
internal sealed record Outcome(ExitCode Code, object Json, IReadOnlyList<string> Lines, string? Problem = null)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The memory refused the command.</summary>
    public static Outcome Refused(string? name, object reason) =>
        new(ExitCode.Refused, new { outcome = "refused", name, reason = reason.ToString() }, [], $"refused: {reason}.");

    /// <summary>The server did not answer, and the command was not carried out.</summary>
    public static Outcome NoAnswer(string? name, string reason) =>
        new(ExitCode.Failed, new { outcome = "no-answer", name, reason }, [], $"no answer: {reason}.");

    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(bool json)
    {
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(Json, Relaxed));
        foreach (var line in json ? [] : Lines)
            Console.Out.WriteLine(line);
        if (Problem is not null)
            Console.Error.WriteLine($"coterie: {Problem}");
        return (int)Code;
    }
}
