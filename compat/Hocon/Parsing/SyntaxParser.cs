namespace Hocon.Parsing;

/// <summary>Reads a HOCON text, and those that it includes, into <see cref="Syntax"/>.</summary>
internal sealed partial class SyntaxParser
{
    /// <summary>How deep objects, arrays and paths may nest. Readers walk the result recursively.</summary>
    private const int MaxDepth = 256;

    private readonly Cursor _cursor;
    private readonly HoconIncludeCallbackAsync? _includes;
    private readonly Inclusion _inclusion;
    private readonly List<string> _path = [];
    private int _arrays;
    private int _depth;

    private SyntaxParser(string text, HoconIncludeCallbackAsync? includes, Inclusion inclusion)
    {
        _cursor = new Cursor(text);
        _includes = includes;
        _inclusion = inclusion;
    }

    public static Syntax Parse(string text, HoconIncludeCallbackAsync? includes) =>
        new SyntaxParser(text, includes, Inclusion.None).ParseRoot();

    private Syntax ParseRoot()
    {
        _cursor.SkipToContent();
        Syntax root;
        if (_cursor.Current == '{')
        {
            root = ParseObject();
        }
        else if (_cursor.Current == '[')
        {
            root = ParseArray();
        }
        else
        {
            var fields = new ObjectSyntax();
            ParseFields(fields, closing: '\0');
            root = fields;
        }
        _cursor.SkipToContent();
        return _cursor.AtEnd ? root : throw _cursor.Expected("The end of the text");
    }

    private ObjectSyntax ParseObject()
    {
        _cursor.Advance();
        Descend(1);
        var fields = new ObjectSyntax();
        ParseFields(fields, closing: '}');
        _cursor.Advance();
        _depth--;
        return fields;
    }

    private void ParseFields(ObjectSyntax fields, char closing)
    {
        _cursor.SkipToContent();
        while (!AtClosing(closing))
        {
            if (!TryParseInclude(fields))
                ParseField(fields);
            SkipSeparator(closing, "A comma, a newline or the end of the object");
        }
    }

    private ArraySyntax ParseArray()
    {
        _cursor.Advance();
        Descend(1);
        _arrays++;
        var array = new ArraySyntax();
        _cursor.SkipToContent();
        while (!AtClosing(']'))
        {
            array.Elements.Add(ParseValue());
            SkipSeparator(']', "A comma, a newline or the end of the array");
        }
        _cursor.Advance();
        _arrays--;
        _depth--;
        return array;
    }

    private bool AtClosing(char closing)
    {
        if (_cursor.AtEnd)
            return closing == '\0' ? true : throw _cursor.Expected($"A closing {closing}");
        return closing != '\0' && _cursor.Current == closing;
    }

    private void SkipSeparator(char closing, string expected)
    {
        var newline = _cursor.SkipToContent();
        if (_cursor.Current == ',')
        {
            _cursor.Advance();
            _cursor.SkipToContent();
        }
        else if (!newline && !AtClosing(closing))
        {
            throw _cursor.Expected(expected);
        }
    }

    private void ParseField(ObjectSyntax fields)
    {
        var key = PathReader.Read(_cursor);
        _cursor.SkipToContent();
        Descend(key.Length);
        _path.AddRange(key);
        Syntax value;
        if (_cursor.StartsWith("+="))
        {
            _cursor.Advance(2);
            value = AppendTo(key);
        }
        else if (_cursor.Current == '{')
        {
            value = ParseValue();
        }
        else if (_cursor.Current is '=' or ':')
        {
            _cursor.Advance();
            value = ParseValue();
        }
        else
        {
            throw _cursor.Expected("One of : = += { after a key");
        }
        _path.RemoveRange(_path.Count - key.Length, key.Length);
        _depth -= key.Length;
        SlotAt(fields, key).Append(value);
    }

    /// <summary><c>key += value</c> means <c>key = ${?key} [value]</c>.</summary>
    private ConcatenationSyntax AppendTo(string[] key)
    {
        var (line, column) = (_cursor.Line, _cursor.Column);
        var added = new ArraySyntax();
        added.Elements.Add(ParseValue());
        // Within an array a field has no path; there nothing can be found to append to.
        var scopes = _arrays > 0 ? [] : _inclusion.Scopes;
        var path = _arrays > 0 ? key : [.. _path];
        return new ConcatenationSyntax([new SubstitutionSyntax(path, required: false, line, column) { Scopes = scopes }, added], line, column);
    }

    private static Slot SlotAt(ObjectSyntax fields, string[] key)
    {
        for (var i = 0; i < key.Length - 1; i++)
        {
            var child = new ObjectSyntax();
            var slot = fields[key[i]];
            slot.Append(child);
            fields = (ObjectSyntax)slot.Layers[^1];
        }
        return fields[key[^1]];
    }

    private void Descend(int levels)
    {
        _depth += levels;
        if (_depth > MaxDepth)
            throw Cursor.Error($"Nesting must be at most {MaxDepth} levels deep", $"{_depth}", _cursor.Line, _cursor.Column);
    }
}
