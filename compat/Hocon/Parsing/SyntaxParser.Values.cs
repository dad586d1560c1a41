using System.Text;

namespace Hocon.Parsing;

internal sealed partial class SyntaxParser
{
    private Syntax ParseValue()
    {
        _cursor.SkipToContent();
        var (line, column) = (_cursor.Line, _cursor.Column);
        Syntax? first = null;
        List<Syntax>? parts = null;
        while (true)
        {
            var blanks = _cursor.Position;
            _cursor.SkipBlanks();
            var between = _cursor.TextFrom(blanks);
            if (ParsePart() is not { } part)
                break;
            if (first is null)
            {
                first = part;
                continue;
            }
            parts ??= [first];
            if (between.Length > 0)
                parts.Add(new LiteralSyntax(new HoconWhitespace(between)));
            parts.Add(part);
        }
        if (first is null)
            throw _cursor.Expected("A value");
        return parts is null ? first : Join(parts, line, column);
    }

    /// <summary>One piece of a value; null at what ends a value.</summary>
    private Syntax? ParsePart()
    {
        if (_cursor.AtEnd || _cursor.AtComment)
            return null;
        switch (_cursor.Current)
        {
            case '\n' or ',' or '}' or ']':
                return null;
            case '{':
                return ParseObject();
            case '[':
                return ParseArray();
            case '"':
                return new LiteralSyntax(Strings.ReadQuoted(_cursor));
            case '$':
                return ParseSubstitution();
        }
        var text = Strings.ReadUnquoted(_cursor, inPath: false);
        return text.Length == 0
            ? throw _cursor.Expected("A value, or quotes around this character,")
            : new LiteralSyntax(HoconLiteral.FromUnquoted(text));
    }

    private SubstitutionSyntax ParseSubstitution()
    {
        var (line, column) = (_cursor.Line, _cursor.Column);
        _cursor.Advance();
        if (_cursor.Current != '{')
            throw _cursor.Expected("{ after $");
        _cursor.Advance();
        var required = _cursor.Current != '?';
        if (!required)
            _cursor.Advance();
        var path = PathReader.Read(_cursor);
        if (_cursor.Current != '}')
            throw _cursor.Expected("The closing } of a substitution");
        _cursor.Advance();
        return new SubstitutionSyntax(path, required, line, column) { Scopes = _inclusion.Scopes, Source = _inclusion.Source };
    }

    private static Syntax Join(List<Syntax> parts, int line, int column)
    {
        var objects = parts.Any(p => p is ObjectSyntax);
        var arrays = parts.Any(p => p is ArraySyntax);
        var texts = parts.Any(p => p is LiteralSyntax { Literal: not HoconWhitespace });
        if ((objects ? 1 : 0) + (arrays ? 1 : 0) + (texts ? 1 : 0) > 1)
        {
            throw Cursor.Error("Values beside each other must all be strings, all arrays or all objects",
                objects && arrays ? "an object beside an array" : objects ? "an object beside a string" : "an array beside a string",
                line, column);
        }
        if (objects)
            return new MergeSyntax([.. parts.Where(p => p is not LiteralSyntax).Select(AsObject)]);
        if (texts && parts.TrueForAll(p => p is LiteralSyntax))
            return new LiteralSyntax(new HoconUnquotedString(JoinText(parts)));
        return new ConcatenationSyntax(parts, line, column);
    }

    private static Syntax AsObject(Syntax part)
    {
        if (part is SubstitutionSyntax substitution)
            substitution.MustBeObject = true;
        return part;
    }

    private static string JoinText(List<Syntax> literals)
    {
        var text = new StringBuilder();
        foreach (var literal in literals)
            text.Append(((LiteralSyntax)literal).Literal.Value);
        return text.ToString();
    }
}
