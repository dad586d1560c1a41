namespace Hocon;

/// <summary>How a literal was written.</summary>
public enum HoconLiteralType
{
    Null,
    Bool,
    Long,
    Hex,
    Octal,
    Double,
    UnquotedString,
    QuotedString,
    TripleQuotedString,
    Whitespace,
}
