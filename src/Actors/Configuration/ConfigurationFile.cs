using Akka.Configuration;
using Hocon;

namespace Coterie.Configuration;

/// <summary>
/// Configuration read from a HOCON file. <c>include "other.conf"</c> is relative to the file it stands in and must exist;
/// substitutions fall back to environment variables. A key with the value null counts as absent.
/// </summary>
public sealed class ConfigurationFile
{
    private ConfigurationFile(string path, HoconObject root)
    {
        Path = path;
        Keys = CanonicalText.KeysOf(root);
        var text = CanonicalText.Write(root);
        Config = text.Length == 0 ? ConfigurationFactory.Empty : ConfigurationFactory.ParseString(text);
    }

    /// <summary>The file, as its reader named it.</summary>
    public string Path { get; }

    /// <summary>The values of the file and of those it includes, substitutions resolved.</summary>
    public Config Config { get; }

    /// <summary>The paths of all values, sections apart, in the order of the file.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads a file with all that it includes, substitutions resolved.</summary>
    /// <param name="path">The file, relative to the working directory or absolute.</param>
    /// <exception cref="ConfigurationFileException">
    /// A file is missing or unreadable, is not HOCON, includes itself, or has a substitution that leads nowhere.
    /// </exception>
    public static ConfigurationFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new Dictionary<string, SourceFile>();
        return Parse(SourceFile.Read(path, files), files);
    }

    /// <summary>Reads a text as <see cref="Load"/> reads a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What to call the text in errors; includes are relative to its folder.</param>
    /// <exception cref="ConfigurationFileException">As of <see cref="Load"/>.</exception>
    public static ConfigurationFile Parse(string text, string name)
    {
        var files = new Dictionary<string, SourceFile>();
        var file = new SourceFile(name, text);
        file.ReadIncludes(files);
        return Parse(file, files);
    }

    private static ConfigurationFile Parse(SourceFile file, Dictionary<string, SourceFile> files)
    {
        try
        {
            var root = HoconParser.Parse(file.ForParser(), (_, name) => Task.FromResult(files[name].ForParser())).Value;
            return root.Type == HoconType.Array
                ? throw new ConfigurationFileException(new Place(file.Name, 1, 1), "The file must hold an object, was [an array].")
                : new ConfigurationFile(file.Name, root.GetObject());
        }
        catch (Exception e) when (e is not ConfigurationFileException)
        {
            // Whatever the parser throws at a text is a mistake in the text. It knows the line of a mistake but not the file.
            // If each file is good alone, a substitution is at fault.
            SourceFile[] all = [.. files.Values.Where(included => included != file), file];
            throw all.Select(source => source.FindMistake()).FirstOrDefault(mistake => mistake is not null)
                ?? new ConfigurationFileException(
                    all.Select(source => source.FindSubstitution(e)).FirstOrDefault(place => place is not null) ?? new Place(file.Name, 0, 0),
                    Reason(e),
                    e);
        }
    }

    /// <summary>Where the parser saw a mistake; 0 where it does not say.</summary>
    internal static (int Line, int Column) Position(Exception error) => error switch
    {
        HoconParserException { LineNumber: > 0 } known => (known.LineNumber, known.LinePosition),
        { InnerException: { } inner } => Position(inner),
        _ => (0, 0),
    };

    /// <summary>The parser's sentence without the place, which is said in terms of the files.</summary>
    internal static string Reason(Exception error)
    {
        var (line, column) = Position(error);
        var reason = error.Message.Replace($" at line {line}, column {column}", "", StringComparison.Ordinal);
        var include = reason.StartsWith("In include \"", StringComparison.Ordinal) ? reason.IndexOf("\": ", StringComparison.Ordinal) : -1;
        return (include < 0 ? reason : reason[(include + 3)..]).ReplaceLineEndings(" ");
    }
}
