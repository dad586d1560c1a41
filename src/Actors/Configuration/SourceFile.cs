using System.Text.Json;
using System.Text.RegularExpressions;
using Hocon;

namespace Coterie.Configuration;

/// <summary>
/// The text of a HOCON file. The parser hands an include's name to its callback without saying which file it stands in, so
/// names are made absolute here, when the file is read. An include stands at the start of a line or after <c>{</c> or <c>,</c>;
/// what looks like one within a string in three quotes is taken for one too.
/// </summary>
internal sealed partial class SourceFile(string name, string text)
{
    /// <summary>As the command or the including file named it, relative to the working directory.</summary>
    public string Name => name;

    /// <summary>Reads a file and all that it includes; <paramref name="files"/> gets each, by full path, after what it includes.</summary>
    public static SourceFile Read(string name, Dictionary<string, SourceFile> files) =>
        Read(new Place(name, 0, 0), name, files, []);

    /// <summary>Reads what a text includes.</summary>
    public void ReadIncludes(Dictionary<string, SourceFile> files) => ReadIncludes(files, []);

    /// <summary>The text as the parser is to have it, each include naming a full path.</summary>
    public string ForParser()
    {
        // The packages' parser takes no text without content.
        return text.Split('\n').All(line => line.Trim() is "" or ['#', ..] or ['/', '/', ..])
            ? "{}"
            : Include().Replace(text, include => $"include {CanonicalText.Quote(Path.GetFullPath(NameOf(include)))}");
    }

    /// <summary>The error of this file when it is parsed alone, substitutions apart; null when there is none.</summary>
    public ConfigurationFileException? FindMistake()
    {
        try
        {
            HoconParser.Parse(Required().Replace(ForParser(), "${?"), (_, _) => Task.FromResult("{}"));
            return null;
        }
        catch (Exception e)
        {
            var (line, column) = ConfigurationFile.Position(e);
            var inserted = Required().Matches(text.Split('\n').ElementAtOrDefault(line - 1) ?? "").Count(match => match.Index + 1 < column);
            return new ConfigurationFileException(new Place(name, line, Math.Max(0, column - inserted)), ConfigurationFile.Reason(e), e);
        }
    }

    /// <summary>Where the text has the substitution that an error is about, at best on the error's line; null when it has it nowhere.</summary>
    public Place? FindSubstitution(Exception error) => Substitution().Matches(text)
        .Where(match => error.Message.Contains($"{match.Groups["path"].Value}}}", StringComparison.Ordinal))
        .Select(match => (Place?)PlaceOf(match))
        .OrderBy(place => place!.Value.Line == ConfigurationFile.Position(error).Line ? 0 : 1)
        .FirstOrDefault();

    private static SourceFile Read(Place from, string name, Dictionary<string, SourceFile> files, List<string> including)
    {
        var path = Path.GetFullPath(name);
        if (including.Contains(path))
            throw new ConfigurationFileException(from, $"An include must not lead back to its own file, was [{name}].");
        if (files.TryGetValue(path, out var known))
            return known;
        var file = new SourceFile(name, ReadText(name, from));
        including.Add(path);
        file.ReadIncludes(files, including);
        including.Remove(path);
        return files[path] = file;
    }

    private void ReadIncludes(Dictionary<string, SourceFile> files, List<string> including)
    {
        foreach (Match include in Include().Matches(text))
        {
            if (include.Groups["kind"].Value is not ("" or "file") and var kind)
                throw new ConfigurationFileException(PlaceOf(include), $"An include must name a file, was [{kind}({include.Groups["name"].Value})].");
            Read(PlaceOf(include), NameOf(include), files, including);
        }
    }

    private string NameOf(Match include) =>
        Path.Combine(Path.GetDirectoryName(name) ?? "", JsonSerializer.Deserialize<string>(include.Groups["name"].Value)!);

    private Place PlaceOf(Match match) => new(
        name,
        text.AsSpan(0, match.Index).Count('\n') + 1,
        match.Index - text.LastIndexOf('\n', Math.Max(0, match.Index - 1), Math.Max(0, match.Index)));

    private static string ReadText(string name, Place from)
    {
        try
        {
            return File.ReadAllText(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var was = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "absent",
                UnauthorizedAccessException => Directory.Exists(name) ? "a directory" : "not readable",
                _ => e.Message,
            };
            var what = from.Line == 0 ? "The file" : $"The included file {name}";
            throw new ConfigurationFileException(from, $"{what} must be readable, was [{was}].", e);
        }
    }

    [GeneratedRegex("""(?<=^[ \t]*|[{,][ \t]*)include(?:[ \t]+|(?="))(?:required\([ \t]*)?(?:(?<kind>file|url|classpath)\([ \t]*)?(?<name>"(?:[^"\\\r\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")[ \t)]*""", RegexOptions.Multiline)]
    private static partial Regex Include();

    [GeneratedRegex("""\$\{\??(?<path>[^}\r\n]*)\}""")]
    private static partial Regex Substitution();

    [GeneratedRegex("""\$\{(?!\?)""")]
    private static partial Regex Required();
}
