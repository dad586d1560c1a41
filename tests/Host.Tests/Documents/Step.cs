using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Documents;

/// <summary>A command line of a document, with the output that stands under it.</summary>
/// <param name="CommandLine">For a shell, with <c>coterie</c> as the name of the program.</param>
/// <param name="Output">The lines under it; null if the block shows command lines alone.</param>
internal sealed partial record Step(string CommandLine, IReadOnlyList<string>? Output)
{
    /// <summary>Whether it goes on while the commands after it run: a server, and the nodes of a run.</summary>
    public bool GoesOn => Command is "serve" or "join" || CommandLine.Contains(" --nodes ", StringComparison.Ordinal);

    /// <summary>Whether it ends by a signal alone.</summary>
    public bool NeedsSignal => Command == "serve";

    /// <summary>Whether two runs of it print the same figures.</summary>
    public bool IsRepeatable => !GoesOn && (Command != "simulate" || CommandLine.Contains(" --virtual", StringComparison.Ordinal));

    /// <summary>What the README says that it exits with: what is broken on purpose is found.</summary>
    public int ExitCode => CommandLine.Contains("--bug ", StringComparison.Ordinal)
        && !CommandLine.Contains("--bug list", StringComparison.Ordinal) ? 2 : 0;

    private string Command => CommandLine.Split(' ')[1];

    /// <summary>The steps of a block: of a transcript, whose commands begin with a dollar, or of a list of command lines.</summary>
    public static IEnumerable<Step> Of(CodeBlock block)
    {
        var isTranscript = block.Lines.Any(line => line.StartsWith("$ ", StringComparison.Ordinal));
        for (var i = 0; i < block.Lines.Count; i++)
        {
            if (Coterie().Match(block.Lines[i]) is not { Success: true } command || command.Groups["dollar"].Success != isTranscript)
                continue;
            var output = block.Lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
            yield return new Step("coterie " + command.Groups["arguments"].Value, isTranscript ? output : null);
        }
    }

    [GeneratedRegex(@"^(?<dollar>\$ )?(coterie|dotnet run --project src/Host --) (?<arguments>.+)$")]
    private static partial Regex Coterie();
}
