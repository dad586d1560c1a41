using System.Globalization;
using System.Text;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>
/// Reads the text of a configuration from left to right: white space, comments, keys and texts. Its errors say what is not
/// allowed, with line and column.
/// </summary>
internal sealed class HoconReader(SourceText source)
{
    private const string SubstitutionProblem =
        "A value must be written out, was [${]: substitutions are not read. Set it in a file of its own (--config, which may be "
        + "given several times), or by an environment variable (COTERIE_SIMULATE_THINK for coterie.simulate.think).";

    private readonly string _text = source.Text;

    /// <summary>The place of the next character in the text.</summary>
    public int Offset { get; private set; }

    public bool IsAtEnd => Offset >= _text.Length;

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : _text[Offset];

    public void Take() => Offset++;

    /// <summary>Whether exactly these words were passed since <paramref name="start"/>.</summary>
    public bool HasPassed(string words, int start) => _text.AsSpan(start, Offset - start).SequenceEqual(words);

    public bool IsAt(string words) => string.CompareOrdinal(_text, Offset, words, 0, words.Length) == 0;

    public Place PlaceOf(int offset) => source.At(offset);

    public ConfigurationFileException Error(string problem) => source.Error(Offset, problem);

    public ConfigurationFileException Error(int offset, string problem) => source.Error(offset, problem);

    /// <summary>Passes white space and comments.</summary>
    /// <returns>Whether a line ended among them.</returns>
    public bool SkipBlank()
    {
        var start = Offset;
        while (true)
        {
            SkipSpaces();
            if (Next == '\n' && !IsAtEnd)
                Take();
            else if (Next == '\r')
                TakeLineEnd();
            else
                return _text.AsSpan(start, Offset - start).Contains('\n');
        }
    }

    /// <summary>Passes spaces, tabs and a comment, at most to the end of the line.</summary>
    public void SkipSpaces()
    {
        while (Next is ' ' or '\t')
            Take();
        if (!IsComment())
            return;
        while (!IsAtEnd && Next != '\n' && !(Next == '\r' && IsAt("\r\n")))
            TakeAllowed();
    }

    /// <summary>Reads one part of a key, up to a dot or to the end of the key.</summary>
    public string KeyPart()
    {
        var start = Offset;
        if (IsAt("\"\"\""))
            throw Error("A key must not be in three quotes.");
        if (Next == '"')
            return QuotedText() is { Length: > 0 } quoted ? quoted : throw Error(start, "A key must not be empty.");
        while (!IsAtEnd && Next != '.' && HoconCharacters.IsPlain(Next) && !IsComment() && !IsAt("+="))
            Take();
        if (Offset > start)
            return _text[start..Offset];
        throw Next is '=' or ':' or '.' && !IsAtEnd ? Error($"A key must come before [{Next}].") : Unexpected();
    }

    /// <summary>Reads a text, in quotes or not, up to the end of the line, a comma, or a closing brace or bracket.</summary>
    /// <param name="owner">The key whose value it is, for the message of an error.</param>
    public string Value(string owner)
    {
        var value = new StringBuilder();
        while (!IsAtEnd && Next is not ('\n' or '\r' or ',' or '}' or ']') && !IsComment())
        {
            if (IsAt("\"\"\""))
                value.Append(TripleQuotedText());
            else if (Next == '"')
                value.Append(QuotedText());
            else if (Next is ' ' or '\t' || HoconCharacters.IsPlain(Next))
                TakeInto(value);
            else if (Next is '=' or ':')
            {
                throw Error(
                    $"The value of [{owner}] must have [{Next}] in quotes; "
                    + "or a comma or a new line is missing before the next key.");
            }
            else if (Next is '{' or '[')
            {
                throw Error($"The value of [{owner}] must be one text, one list or one section, was [a text, then {Next}].");
            }
            else
            {
                throw Unexpected();
            }
        }
        return value.ToString().Trim();
    }

    /// <summary>The error that says why the next character is not allowed.</summary>
    public ConfigurationFileException Unexpected()
    {
        if (IsAtEnd)
            return Error("The text must not end here.");
        if (IsAt("${"))
            return Error(SubstitutionProblem);
        var shown = Printable.Escape(Next.ToString());
        if (HoconCharacters.IsForbidden(Next))
            return Error($"A control character must be left out, or be written as \\uXXXX in quotes, was [{shown}].");
        return Next switch
        {
            '}' or ']' => Error($"The [{Next}] closes nothing that is open."),
            ',' => Error("A key and its value must come before a comma, and one comma is enough."),
            '{' or '[' => Error($"A key must come before [{Next}]."),
            '\r' => Error("A line must end with LF or CR LF, was [CR]."),
            _ when char.IsAscii(Next) => Error($"The character [{shown}] must be in quotes."),
            _ => Error(string.Create(
                CultureInfo.InvariantCulture, $"The character U+{(int)Next:X4} must be in quotes, was [{shown}].")),
        };
    }

    private bool IsComment() => Next == '#' || IsAt("//");

    private void TakeLineEnd()
    {
        if (!IsAt("\r\n"))
            throw Unexpected();
        Offset += 2;
    }

    private void TakeInto(StringBuilder value)
    {
        value.Append(Next);
        Take();
    }

    private void TakeAllowed()
    {
        if (HoconCharacters.IsForbidden(Next) || Next == '\r' && !IsAt("\r\n"))
            throw Unexpected();
        Take();
    }

    private string QuotedText()
    {
        var start = Offset;
        var value = new StringBuilder();
        Take();
        while (!IsAtEnd && Next is not ('"' or '\n' or '\r'))
        {
            if (Next == '\\')
                value.Append(Escaped());
            else if (HoconCharacters.IsForbidden(Next))
                throw Unexpected();
            else
                TakeInto(value);
        }
        if (IsAtEnd || Next != '"')
            throw Error(start, "A quote must be closed on its own line (a text of several lines stands in three quotes).");
        Take();
        return value.ToString();
    }

    private char Escaped()
    {
        var start = Offset;
        Take();
        var escaped = Next;
        if (IsAtEnd || !HoconCharacters.IsEscaped(escaped))
        {
            var was = IsAtEnd ? "" : Printable.Escape(escaped.ToString());
            throw Error(start, $"After a backslash must come one of \" \\ / b f n r t uXXXX, was [{was}].");
        }
        Take();
        return escaped switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => (char)FourDigits(start),
            _ => escaped,
        };
    }

    private int FourDigits(int start)
    {
        var digits = _text.AsSpan(Offset, Math.Min(4, _text.Length - Offset));
        var isCode = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        if (digits.Length < 4 || !isCode)
            throw Error(start, $"After \\u must come four hexadecimal digits, was [{Printable.Escape(digits.ToString())}].");
        Offset += 4;
        return code;
    }

    private string TripleQuotedText()
    {
        var start = Offset;
        Offset += 3;
        var from = Offset;
        while (!IsAtEnd && !IsAt("\"\"\""))
            TakeAllowed();
        if (IsAtEnd)
            throw Error(start, "Three quotes must be closed by three quotes.");
        Offset += 3;
        return _text[from..(Offset - 3)];
    }
}
