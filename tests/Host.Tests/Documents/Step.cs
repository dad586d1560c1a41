using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Documents;

/// <summary>A command line of a document, with the output below it.</summary>
/// <param name="CommandLine">For a shell, with <c>coterie</c> as the name of the program.</param>
/// <param name="Output">The lines below it; null if the block shows only command lines.</param>
internal sealed partial record Step(string CommandLine, IReadOnlyList<string>? Output)
{
    /// <summary>Whether it runs while the commands after it run, as a server and the nodes of a run do.</summary>
    public bool GoesOn => Command is "serve" or "join" || CommandLine.Contains(" --nodes ", StringComparison.Ordinal);

    /// <summary>Whether nothing but a signal ends it.</summary>
    public bool NeedsSignal => Command == "serve";

    /// <summary>Whether two runs of it print the same figures.</summary>
    public bool IsRepeatable =>
        !GoesOn && (Command != "simulate" || CommandLine.Contains(" --virtual", StringComparison.Ordinal)
            || CommandLine.Contains(" --scenario", StringComparison.Ordinal));

    /// <summary>
    /// The exit code according to the README: a bug that was put in on purpose is found, and a verdict that is shown as bad
    /// is bad.
    /// </summary>
    public int ExitCode => HasBug || ShowsBadVerdict ? 2 : 0;

    private bool HasBug => CommandLine.Contains("--bug ", StringComparison.Ordinal)
        && !CommandLine.Contains("--bug list", StringComparison.Ordinal);

    private bool ShowsBadVerdict => Output?.Any(line => line.StartsWith("verdict ", StringComparison.Ordinal)
        && (line.Contains(" bad: ", StringComparison.Ordinal) || line.Contains(" violated ", StringComparison.Ordinal))) == true;

    private string Command => CommandLine.Split(' ')[1];

    /// <summary>
    /// The steps of a block. It is either a transcript, whose commands begin with a dollar, or a list of command lines.
    /// </summary>
    public static IEnumerable<Step> Of(CodeBlock block)
    {
        var isTranscript = block.Lines.Any(line => line.StartsWith("$ ", StringComparison.Ordinal));
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var command = Coterie().Match(block.Lines[i]);
            if (!command.Success || command.Groups["dollar"].Success != isTranscript)
                continue;
            var output = block.Lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
            yield return new Step("coterie " + command.Groups["arguments"].Value, isTranscript ? output : null);
        }
    }

    [GeneratedRegex(@"^(?<dollar>\$ )?(coterie|dotnet run --project src/Host --) (?<arguments>.+)$")]
    private static partial Regex Coterie();
}
