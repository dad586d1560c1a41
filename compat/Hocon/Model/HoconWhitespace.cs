namespace Hocon;

/// <summary>The white space between values that join to one string.</summary>
public sealed class HoconWhitespace : HoconLiteral
{
    internal HoconWhitespace(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Whitespace;

    public override HoconType Type => HoconType.String;
}
