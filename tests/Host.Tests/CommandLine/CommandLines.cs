using System.Text.RegularExpressions;
using Coterie.Host.Completing;

namespace Coterie.Host.Tests.CommandLine;

/// <summary>Finds command lines in a text.</summary>
internal static partial class CommandLines
{
    /// <summary>
    /// The arguments of each <c>coterie</c> in the text; a line may have several of them. A command line ends at two spaces, a
    /// redirection, a pipe, an ampersand or a closing bracket.
    /// </summary>
    public static IEnumerable<string[]> In(string text) =>
        from line in text.Split('\n')
        from Match match in CommandLine().Matches(line)
        select ShellWords.Split(match.Groups[1].Value.Trim()).ToArray();

    [GeneratedRegex(@"\bcoterie ((?:'[^']*'|(?!  | [|>&]|\)).)+)")]
    private static partial Regex CommandLine();
}
