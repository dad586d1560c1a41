namespace Hocon;

/// <summary>A number with a fraction or an exponent.</summary>
public sealed class HoconDouble : HoconLiteral
{
    internal HoconDouble(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Double;

    public override HoconType Type => HoconType.Number;
}
