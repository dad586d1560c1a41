namespace Hocon;

/// <summary>A string in three quotes, which needs no escapes.</summary>
public sealed class HoconTripleQuotedString : HoconLiteral
{
    internal HoconTripleQuotedString(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.TripleQuotedString;

    public override HoconType Type => HoconType.String;

    public override string Raw => StringUtil.AddQuotes(Value);
}
