using System.Text.Json;

namespace Coterie.Configuration;

/// <summary>
/// Finds the includes and substitutions of a HOCON text, and nothing else. The parser hands an include's name to its
/// callback without saying which file it stands in, so that a name relative to that file has to be made absolute before.
/// </summary>
internal sealed class HoconScanner
{
    private static readonly string[] Kinds = ["file", "url", "classpath"];

    private readonly string _text;
    private readonly Stack<char> _brackets = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The last character that was neither blank nor comment; a newline where it ends a field.</summary>
    private char _last = '\n';

    private HoconScanner(string text) => _text = text;

    public List<Include> Includes { get; } = [];

    public List<Substitution> Substitutions { get; } = [];

    /// <summary>False for a text of blanks and comments.</summary>
    public bool HasContent { get; private set; }

    /// <summary>An include statement: its range in the text, the kind of name (empty, file, url, classpath) and the name.</summary>
    internal sealed record Include(int Start, int End, int Line, int Column, string Kind, string Name);

    /// <summary>A substitution: where its <c>${</c> stands, and its path as written.</summary>
    internal sealed record Substitution(int Start, int Line, int Column, string Path, bool Required);

    public static HoconScanner Scan(string text)
    {
        var scanner = new HoconScanner(text);
        while (scanner._at < text.Length)
            scanner.Step();
        return scanner;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    // A value may stand on the line after its separator; else a newline ends the field.
    private bool AtKey => _last is '\n' or ',' or '{' && (_brackets.Count == 0 || _brackets.Peek() == '{');

    private void Step()
    {
        var c = Current;
        if (c == '\n')
        {
            _line++;
            _lineStart = ++_at;
            _last = _last is '=' or ':' ? _last : '\n';
        }
        else if (char.IsWhiteSpace(c) || c == '\ufeff')
        {
            _at++;
        }
        else if (c == '#' || Stands("//"))
        {
            while (_at < _text.Length && Current != '\n')
                _at++;
        }
        else
        {
            HasContent = true;
            if (!(AtKey && c == 'i' && TryInclude()))
                Content(c);
        }
    }

    private void Content(char c)
    {
        if (c == '"')
        {
            SkipString();
        }
        else if (Stands("${"))
        {
            ReadSubstitution();
        }
        else
        {
            if (c is '{' or '[')
                _brackets.Push(c);
            else if (c is '}' or ']' && _brackets.Count > 0)
                _brackets.Pop();
            _at++;
        }
        _last = c;
    }

    private bool TryInclude()
    {
        var (start, line, column) = (_at, _line, _at - _lineStart + 1);
        if (!Take("include"))
            return false;
        SkipBlanks();
        var required = Take("required(");
        SkipBlanks();
        var kind = Kinds.FirstOrDefault(k => Take(k + "(")) ?? "";
        SkipBlanks();
        var name = _at;
        if (Current == '"')
        {
            SkipString();
            var end = _at;
            SkipBlanks();
            if ((kind.Length == 0 || TakeClosing()) && (!required || TakeClosing()) && Decode(_text[name..end]) is { } decoded)
            {
                Includes.Add(new Include(start, required || kind.Length > 0 ? _at : end, line, column, kind, decoded));
                _last = '"';
                return true;
            }
        }
        // Not an include, or one with a mistake that the parser reports.
        _at = start;
        return false;
    }

    private void ReadSubstitution()
    {
        var (start, column) = (_at, _at - _lineStart + 1);
        _at += 2;
        var required = Current != '?';
        var path = required ? _at : _at + 1;
        while (_at < _text.Length && Current is not ('}' or '\n'))
        {
            if (Current == '"')
                SkipString();
            else
                _at++;
        }
        Substitutions.Add(new Substitution(start, _line, column, _text[Math.Min(path, _at).._at].Trim(), required));
        if (Current == '}')
            _at++;
    }

    private void SkipString()
    {
        if (!Stands("\"\"\""))
        {
            _at++;
            while (_at < _text.Length && Current is not ('"' or '\n'))
                _at += Current == '\\' && _at + 1 < _text.Length && _text[_at + 1] != '\n' ? 2 : 1;
            if (Current == '"')
                _at++;
            return;
        }
        _at += 3;
        for (; _at < _text.Length && !Stands("\"\"\""); _at++)
        {
            if (Current == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }
        while (Current == '"')
            _at++;
    }

    private bool Stands(string expected) => string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0;

    private bool Take(string expected)
    {
        if (!Stands(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    private bool TakeClosing()
    {
        SkipBlanks();
        return Take(")");
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            _at++;
    }

    private static string? Decode(string quoted)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(quoted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
