using System.Globalization;

namespace Hocon.Parsing;

/// <summary>A place in a HOCON text, and the errors that name that place.</summary>
internal sealed class Cursor(string text)
{
    private int _lineStart;

    public int Position { get; private set; }
    public int Line { get; private set; } = 1;
    public int Column => Position - _lineStart + 1;
    public bool AtEnd => Position >= text.Length;
    public char Current => Position < text.Length ? text[Position] : '\0';

    public char Ahead(int distance) =>
        Position + distance < text.Length ? text[Position + distance] : '\0';

    public void Advance()
    {
        if (text[Position++] != '\n')
            return;
        Line++;
        _lineStart = Position;
    }

    public void Advance(int count)
    {
        for (; count > 0; count--)
            Advance();
    }

    public bool StartsWith(string expected) =>
        text.AsSpan(Position).StartsWith(expected, StringComparison.Ordinal);

    public string TextFrom(int start) => text[start..Position];

    public static bool IsNewline(char c) => c == '\n';

    /// <summary>White space other than a newline, which separates elements; the byte order mark counts as white space.</summary>
    public static bool IsBlank(char c) => c switch
    {
        ' ' or '\ufeff' => true,
        '\n' => false,
        (>= '\t' and <= '\r') or (>= '\u001c' and <= '\u001f') => true,
        <= '\u007f' => false,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator,
    };

    public bool AtComment => Current == '#' || (Current == '/' && Ahead(1) == '/');

    public void SkipBlanks()
    {
        while (!AtEnd && IsBlank(Current))
            Advance();
    }

    /// <summary>Skips white space, newlines and comments. True when a newline was among them.</summary>
    public bool SkipToContent()
    {
        var line = Line;
        while (!AtEnd)
        {
            if (AtComment)
                SkipComment();
            else if (IsNewline(Current) || IsBlank(Current))
                Advance();
            else
                break;
        }
        return Line != line;
    }

    public void SkipComment()
    {
        while (!AtEnd && !IsNewline(Current))
            Advance();
    }

    /// <summary>An error at this place: what was expected and what stands here.</summary>
    public HoconParserException Expected(string what) => new($"{what} expected", Found(), Line, Column);

    public static HoconParserException Error(string rule, string was, int line, int column) => new(rule, was, line, column);

    private string Found()
    {
        if (AtEnd)
            return "end of text";
        if (IsNewline(Current))
            return "end of line";
        var end = Position + 1;
        while (end < text.Length && end - Position < 20 && char.IsLetterOrDigit(text[end - 1]) && char.IsLetterOrDigit(text[end]))
            end++;
        return text[Position..end];
    }
}
