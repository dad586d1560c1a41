using Akka.Configuration;
using Hocon;

namespace Coterie.Configuration;

/// <summary>
/// Reads configuration from HOCON files. <c>include "other.conf"</c> is relative to the file it stands in and must exist;
/// substitutions fall back to environment variables. A key with the value null counts as absent.
/// </summary>
public static class ConfigurationFile
{
    /// <summary>Reads a file with all that it includes, substitutions resolved.</summary>
    /// <param name="path">The file, relative to the working directory or absolute.</param>
    /// <exception cref="ConfigurationFileException">
    /// A file is missing or unreadable, is not HOCON, includes itself, or has a substitution that leads nowhere.
    /// </exception>
    public static Config Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new Dictionary<string, SourceFile>();
        var file = SourceFile.Read(path, files);
        foreach (var source in files.Values)
            source.CheckSyntax();

        var value = Parse(file, files).Value;
        if (value.Type == HoconType.Array)
            throw new ConfigurationFileException(new Place(path, 1, 1), "The file must hold an object, was [an array].");
        var text = CanonicalText.Write(value.GetObject());
        return text.Length == 0 ? ConfigurationFactory.Empty : ConfigurationFactory.ParseString(text);
    }

    private static HoconRoot Parse(SourceFile file, Dictionary<string, SourceFile> files)
    {
        try
        {
            return HoconParser.Parse(file.ForParser(), (_, name) => Task.FromResult(files[name].ForParser()));
        }
        catch (HoconParserException e)
        {
            throw new ConfigurationFileException(PlaceOf(e, files) ?? new Place(file.Name, 0, 0), Reason(e), e);
        }
    }

    /// <summary>
    /// The syntax of each file is good, so a substitution is not. The parser knows its line but not its file.
    /// </summary>
    private static Place? PlaceOf(HoconParserException error, Dictionary<string, SourceFile> files) => (
        from source in files.Values
        from substitution in source.Substitutions
        let named = error.Message.Contains($"{substitution.Path}}}", StringComparison.Ordinal)
        let onLine = substitution.Line == error.LineNumber
        where named || onLine
        orderby named && onLine ? 0 : named ? 1 : 2
        select (Place?)new Place(source.Name, substitution.Line, substitution.Column)).FirstOrDefault();

    /// <summary>The parser's sentence without the place, which is said in terms of the files.</summary>
    internal static string Reason(HoconParserException error)
    {
        var reason = error.Message.Replace($" at line {error.LineNumber}, column {error.LinePosition}", "", StringComparison.Ordinal);
        var include = reason.StartsWith("In include \"", StringComparison.Ordinal) ? reason.IndexOf("\": ", StringComparison.Ordinal) : -1;
        return include < 0 ? reason : reason[(include + 3)..];
    }
}
