using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Coterie.Host.Completing;

/// <summary>
/// Answers the shells. The scripts of <c>coterie completion</c> ask <c>[complete] WORD…</c>. They get a line for each word that
/// the last one can become, with a tab and its meaning, or the one line <c>:files</c>. <c>dotnet-suggest</c> asks
/// <c>[suggest:POSITION] LINE</c>. It gets only the words that can come in the line at that position.
/// </summary>
internal static partial class Suggestions
{
    private const string Complete = "[complete]";
    private const string Files = ":files";

    /// <summary>Prints suggestions if the command line asks for them. Returns whether it does.</summary>
    public static bool Print(RootCommand root, IReadOnlyList<string> arguments, TextWriter output)
    {
        if (arguments.Count == 0)
            return false;
        if (arguments[0] == Complete)
            PrintForScripts(new Completer(root).Complete([.. arguments.Skip(1)]), output);
        else if (Suggest().Match(arguments[0]) is { Success: true } suggest)
            PrintWords(root, Upto(string.Join(' ', arguments.Skip(1)), suggest.Groups[1].Value), output);
        else
            return false;
        return true;
    }

    private static void PrintForScripts(Completion completion, TextWriter output)
    {
        if (completion.TakesFile)
            output.WriteLine(Files);
        foreach (var choice in completion.Choices)
            output.WriteLine(choice.Meaning is null ? choice.Name : $"{choice.Name}\t{choice.Meaning}");
    }

    private static void PrintWords(RootCommand root, string line, TextWriter output)
    {
        var words = ShellWords.Split(line);
        if (words.Count > 1 && Path.GetFileNameWithoutExtension(words[0]) is "coterie" or "Coterie.Host")
            words = [.. words.Skip(1)];
        var completion = new Completer(root).Complete(words);
        foreach (var word in completion.TakesFile ? FilesFrom(words[^1]) : completion.Choices.Select(choice => choice.Name))
            output.WriteLine(word);
    }

    private static string Upto(string line, string position) =>
        int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end < line.Length
            ? line[..end]
            : line;

    private static IEnumerable<string> FilesFrom(string start)
    {
        var folder = start[..(start.LastIndexOf('/') + 1)];
        try
        {
            return
            [
                .. new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos()
                    .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                    .Where(name => name.StartsWith(start, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^\[suggest(?::(\d+))?\]$")]
    private static partial Regex Suggest();
}
