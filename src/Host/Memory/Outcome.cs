using System.Text.Json;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Memory;

/// <summary>What a command of a script has to tell: a line or a JSON object on the standard output, a sentence on the standard error output, an exit code.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Json">For <c>--json</c>. Fields are only ever added.</param>
/// <param name="Lines">Without <c>--json</c>.</param>
/// <param name="Problem">What went wrong; null: nothing.</param>
internal sealed record Outcome(ExitCode Code, object Json, IReadOnlyList<string> Lines, string? Problem = null)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The memory refused the command.</summary>
    public static Outcome Refused(string? name, object reason) =>
        new(ExitCode.Refused, new { outcome = "refused", name, reason = reason.ToString() }, [], $"refused: {reason}.");

    /// <summary>The command was not carried out, for want of an answer.</summary>
    public static Outcome NoAnswer(string? name, string reason) => new(ExitCode.Failed, new { outcome = "no-answer", name, reason }, [], $"no answer: {reason}.");

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
