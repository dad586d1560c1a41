using System.Globalization;
using System.Text;
using Hocon;

namespace Coterie.Configuration;

/// <summary>A HOCON file with the files that it includes.</summary>
internal sealed class SourceFile
{
    private readonly string _text;
    private readonly HoconScanner _scan;

    private SourceFile(string name, string text)
    {
        Name = name;
        _text = text;
        _scan = HoconScanner.Scan(text);
    }

    /// <summary>As the command or the including file named it, relative to the working directory.</summary>
    public string Name { get; }

    /// <summary>The substitutions in this file, in order.</summary>
    public IEnumerable<HoconScanner.Substitution> Substitutions => _scan.Substitutions;

    /// <summary>Reads a file and all that it includes; <paramref name="files"/> gets each, by full path.</summary>
    public static SourceFile Read(string name, Dictionary<string, SourceFile> files) =>
        Read(name, new Place(name, 0, 0), files, []);

    private static SourceFile Read(string name, Place from, Dictionary<string, SourceFile> files, List<string> including)
    {
        var path = Path.GetFullPath(name);
        if (including.Contains(path))
            throw new ConfigurationFileException(from, $"An include must not lead back to its own file, was [{name}].");
        if (files.TryGetValue(path, out var known))
            return known;
        var file = new SourceFile(name, ReadText(name, from));
        including.Add(path);
        foreach (var include in file._scan.Includes)
        {
            var place = new Place(name, include.Line, include.Column);
            if (include.Kind is not ("" or "file"))
                throw new ConfigurationFileException(place, $"An include must name a file, was [{include.Kind}(\"{include.Name}\")].");
            Read(file.NameOf(include), place, files, including);
        }
        including.Remove(path);
        return files[path] = file;
    }

    /// <summary>The text with each include naming a full path, as the parser is to have it.</summary>
    public string ForParser()
    {
        if (!_scan.HasContent)
            return "{}";
        var text = new StringBuilder();
        var copied = 0;
        foreach (var include in _scan.Includes)
        {
            text.Append(_text, copied, include.Start - copied);
            text.Append(CultureInfo.InvariantCulture, $"include {CanonicalText.Quote(Path.GetFullPath(NameOf(include)))}");
            copied = include.End;
        }
        return text.Append(_text, copied, _text.Length - copied).ToString();
    }

    /// <summary>Parses this file alone, so that an error can only be its own.</summary>
    public void CheckSyntax()
    {
        if (!_scan.HasContent)
            return;
        var text = new StringBuilder(_text);
        // Optional substitutions may stay unresolved. From the last to the first, so that positions hold.
        foreach (var substitution in _scan.Substitutions.Where(s => s.Required).Reverse())
            text.Insert(substitution.Start + 2, '?');
        try
        {
            HoconParser.Parse(text.ToString(), (_, _) => Task.FromResult("{}"));
        }
        catch (HoconParserException e)
        {
            var inserted = _scan.Substitutions.Count(s => s.Required && s.Line == e.LineNumber && s.Column < e.LinePosition);
            var column = Math.Max(0, e.LinePosition - inserted);
            throw new ConfigurationFileException(new Place(Name, e.LineNumber, column), ConfigurationFile.Reason(e), e);
        }
    }

    private string NameOf(HoconScanner.Include include) =>
        Path.Combine(Path.GetDirectoryName(Name) ?? "", include.Name);

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
            var problem = from.Line == 0 ? $"The file must be readable, was [{was}]." : $"The included file {name} must be readable, was [{was}].";
            throw new ConfigurationFileException(from, problem, e);
        }
    }
}
