using System.Globalization;
using System.Text;

namespace Hocon.Parsing;

/// <summary>Reads the three ways of writing a string: quoted, in three quotes, and unquoted.</summary>
internal static class Strings
{
    private const string ForbiddenUnquoted = "$\"{}[]:=,+#`^?!@*&\\";

    public static bool CanStandUnquoted(char c) => c > ' ' && !ForbiddenUnquoted.Contains(c) && !Cursor.IsBlank(c);

    /// <summary>Reads as far as an unquoted string goes; with <paramref name="inPath"/>, up to the next dot.</summary>
    public static string ReadUnquoted(Cursor cursor, bool inPath)
    {
        var start = cursor.Position;
        while (!cursor.AtEnd && !cursor.AtComment && !(inPath && cursor.Current == '.')
               && (CanStandUnquoted(cursor.Current) || (!inPath && IsExponentSign(cursor, start))))
            cursor.Advance();
        return cursor.TextFrom(start);
    }

    /// <summary>Reads a string in quotes, one or three; the cursor stands on the first.</summary>
    public static HoconLiteral ReadQuoted(Cursor cursor) => cursor.StartsWith("\"\"\"")
        ? new HoconTripleQuotedString(ReadTripleQuoted(cursor))
        : new HoconQuotedString(ReadSingleQuoted(cursor));

    // A plus is forbidden in unquoted strings, but JSON has numbers like 1e+5.
    private static bool IsExponentSign(Cursor cursor, int start)
    {
        if (cursor.Current != '+' || !char.IsAsciiDigit(cursor.Ahead(1)))
            return false;
        var before = cursor.TextFrom(start);
        return before.Length > 1 && before[^1] is 'e' or 'E'
            && double.TryParse(before.AsSpan(0, before.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static string ReadSingleQuoted(Cursor cursor)
    {
        cursor.Advance();
        var start = cursor.Position;
        while (!cursor.AtEnd && cursor.Current is not ('"' or '\\' or '\n'))
            cursor.Advance();
        if (cursor.Current == '"')
        {
            var plain = cursor.TextFrom(start);
            cursor.Advance();
            return plain;
        }
        var text = new StringBuilder(cursor.TextFrom(start));
        while (cursor.Current != '"' || cursor.AtEnd)
        {
            if (cursor.AtEnd || cursor.Current == '\n')
                throw cursor.Expected("The closing quote of a string");
            if (cursor.Current == '\\')
            {
                text.Append(ReadEscape(cursor));
                continue;
            }
            text.Append(cursor.Current);
            cursor.Advance();
        }
        cursor.Advance();
        return text.ToString();
    }

    private static char ReadEscape(Cursor cursor)
    {
        cursor.Advance();
        var escaped = cursor.Current switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadUnicode(cursor),
            _ => throw cursor.Expected("One of \" \\ / b f n r t uXXXX after a backslash"),
        };
        cursor.Advance();
        return escaped;
    }

    private static char ReadUnicode(Cursor cursor)
    {
        var code = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            cursor.Advance();
            if (!char.IsAsciiHexDigit(cursor.Current))
                throw cursor.Expected("Four hexadecimal digits after \\u");
            code = code * 16 + Convert.ToInt32(cursor.Current.ToString(), 16);
        }
        return (char)code;
    }

    private static string ReadTripleQuoted(Cursor cursor)
    {
        cursor.Advance(3);
        var start = cursor.Position;
        while (!cursor.StartsWith("\"\"\""))
        {
            if (cursor.AtEnd)
                throw cursor.Expected("The closing three quotes of a string");
            cursor.Advance();
        }
        // Of more than three quotes the last three close the string.
        while (cursor.Ahead(3) == '"')
            cursor.Advance();
        var text = cursor.TextFrom(start);
        cursor.Advance(3);
        return text;
    }
}
