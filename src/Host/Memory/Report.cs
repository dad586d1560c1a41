using System.Text.Encodings.Web;
using System.Text.Json;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>
/// What a command prints for a script: lines or a JSON object on the standard output, a sentence on the standard error output, an
/// exit code.
/// </summary>
/// <param name="Code">The exit code.</param>
/// <param name="Json">What <c>--json</c> prints. Fields may be added, none is removed.</param>
/// <param name="Lines">What is printed without <c>--json</c>.</param>
/// <param name="Problem">What went wrong; null if nothing did.</param>
internal sealed record Report(ExitCode Code, object Json, IReadOnlyList<string> Lines, string? Problem = null)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The memory refused the command.</summary>
    public static Report Refused(string? name, string reason) =>
        new(ExitCode.Refused, new { outcome = "refused", name, reason }, [], $"refused: {reason}.");

    /// <summary>Nobody has answered, and the command was not carried out.</summary>
    public static Report NoAnswer(string? name, string reason) =>
        new(ExitCode.Failed, new { outcome = "no-answer", name, reason }, [], $"no answer: {reason}.");

    /// <summary>What became of an operation that changes a variable.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="deed">What was to be done, as in <c>written</c>.</param>
    /// <param name="answer">What became of it.</param>
    /// <param name="ended">The report of an operation that came to an end.</param>
    public static Report OfChange(string name, string deed, Answer answer, Func<Outcome, Report> ended) => answer switch
    {
        Answer.Ended m => ended(m.Outcome),
        Answer.Refused m => Refused(name, m.Reason),
        Answer.NoAnswer m => new Report(
            ExitCode.Failed, new { outcome = $"not-{deed}", name, reason = m.Reason }, [], $"not {deed}: {m.Reason}."),
        Answer.Unknown m => new Report(
            ExitCode.Unknown,
            new { outcome = "unknown", name, reason = m.Reason },
            [],
            $"no answer: {m.Reason}. It may have been {deed} or not."),
        _ => throw new InvalidOperationException($"An operation must end in a known way, was [{answer}]."),
    };

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
