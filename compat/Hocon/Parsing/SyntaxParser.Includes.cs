namespace Hocon.Parsing;

internal sealed partial class SyntaxParser
{
    private const int MaxIncludes = 50;

    /// <summary>Reads an include statement, if one stands here, and merges what it names into <paramref name="fields"/>.</summary>
    private bool TryParseInclude(ObjectSyntax fields)
    {
        if (!AtInclude())
            return false;
        var (line, column) = (_cursor.Line, _cursor.Column);
        _cursor.Advance("include".Length);
        _cursor.SkipBlanks();
        var required = TryOpen("required(");
        var type = HoconCallbackType.File;
        var named = true;
        if (TryOpen("url("))
            type = HoconCallbackType.Url;
        else if (TryOpen("classpath("))
            type = HoconCallbackType.Resource;
        else
            named = TryOpen("file(");
        if (_cursor.Current != '"')
            throw _cursor.Expected("A quoted name of an include");
        var name = Strings.ReadQuoted(_cursor).Value;
        if (named)
            Close();
        if (required)
            Close();

        if (Fetch(type, name, required, line, column) is { } text)
            fields.Append(ParseIncluded(name, text, line, column));
        return true;
    }

    private bool AtInclude()
    {
        if (!_cursor.StartsWith("include"))
            return false;
        var ahead = "include".Length;
        if (!Cursor.IsBlank(_cursor.Ahead(ahead)) && _cursor.Ahead(ahead) != '"')
            return false;
        while (Cursor.IsBlank(_cursor.Ahead(ahead)))
            ahead++;
        return _cursor.Ahead(ahead) == '"' || IncludeForms.Any(form => Stands(form, ahead));
    }

    private static readonly string[] IncludeForms = ["required(", "file(", "url(", "classpath("];

    private bool Stands(string form, int ahead)
    {
        for (var i = 0; i < form.Length; i++)
        {
            if (_cursor.Ahead(ahead + i) != form[i])
                return false;
        }
        return true;
    }

    private bool TryOpen(string form)
    {
        if (!_cursor.StartsWith(form))
            return false;
        _cursor.Advance(form.Length);
        _cursor.SkipBlanks();
        return true;
    }

    private void Close()
    {
        _cursor.SkipBlanks();
        if (_cursor.Current != ')')
            throw _cursor.Expected("A closing ) of an include");
        _cursor.Advance();
    }

    private string? Fetch(HoconCallbackType type, string name, bool required, int line, int column)
    {
        if (_includes is null)
            throw Cursor.Error($"The include \"{name}\" needs a callback that fetches includes", "none", line, column);
        string? text;
        try
        {
            text = _includes(type, name).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            throw new HoconParserException($"The include \"{name}\" must be readable", e.Message, line, column, e);
        }
        if (!string.IsNullOrWhiteSpace(text))
            return text;
        return required ? throw Cursor.Error($"The required include \"{name}\" must exist", "absent or empty", line, column) : null;
    }

    private ObjectSyntax ParseIncluded(string name, string text, int line, int column)
    {
        if (_inclusion.Depth >= MaxIncludes)
            throw Cursor.Error($"Includes must nest at most {MaxIncludes} deep; does one include itself?", name, line, column);
        var inner = new SyntaxParser(text, _includes, _inclusion.Below(name, _arrays > 0 ? [] : _path)) { _depth = _depth };
        Syntax root;
        try
        {
            root = inner.ParseRoot();
        }
        catch (HoconParserException e)
        {
            throw HoconParserException.InInclude(name, e);
        }
        return root as ObjectSyntax
            ?? throw Cursor.Error($"The include \"{name}\" must be an object", "an array", line, column);
    }

    /// <summary>Where in the outer texts the text being read is included.</summary>
    private sealed record Inclusion(int Depth, string? Source, string[] At, string[][] Scopes)
    {
        public static readonly Inclusion None = new(0, null, [], []);

        public Inclusion Below(string name, List<string> path)
        {
            string[] at = [.. At, .. path];
            return new Inclusion(Depth + 1, name, at, path.Count == 0 ? Scopes : [at, .. Scopes]);
        }
    }
}
