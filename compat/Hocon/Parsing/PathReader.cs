using System.Text;

namespace Hocon.Parsing;

/// <summary>Reads keys and the paths of substitutions: elements between dots, quoted or not.</summary>
internal static class PathReader
{
    /// <summary>Stops before the first character that cannot belong to a path; blanks around an element are skipped.</summary>
    public static string[] Read(Cursor cursor)
    {
        var elements = new List<string>(4);
        do
        {
            elements.Add(ReadElement(cursor));
        }
        while (TryDot(cursor));
        return [.. elements];
    }

    private static bool TryDot(Cursor cursor)
    {
        if (cursor.Current != '.')
            return false;
        cursor.Advance();
        return true;
    }

    private static string ReadElement(Cursor cursor)
    {
        cursor.SkipBlanks();
        var first = ReadPart(cursor) ?? throw cursor.Expected("A key");
        StringBuilder? joined = null;
        while (true)
        {
            var blanks = cursor.Position;
            cursor.SkipBlanks();
            var between = cursor.TextFrom(blanks);
            if (ReadPart(cursor) is not { } next)
                return joined?.ToString() ?? first;
            (joined ??= new StringBuilder(first)).Append(between).Append(next);
        }
    }

    private static string? ReadPart(Cursor cursor)
    {
        if (cursor.Current == '"')
            return Strings.ReadQuoted(cursor).Value;
        var text = Strings.ReadUnquoted(cursor, inPath: true);
        return text.Length == 0 ? null : text;
    }
}
