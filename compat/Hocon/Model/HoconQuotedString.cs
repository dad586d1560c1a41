namespace Hocon;

/// <summary>A string in quotes.</summary>
public sealed class HoconQuotedString : HoconLiteral
{
    internal HoconQuotedString(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.QuotedString;

    public override HoconType Type => HoconType.String;

    public override string Raw => StringUtil.AddQuotes(Value);
}
