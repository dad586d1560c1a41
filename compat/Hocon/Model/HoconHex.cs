namespace Hocon;

/// <summary>A whole number to base 16: 0x and digits.</summary>
public sealed class HoconHex : HoconLiteral
{
    internal HoconHex(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Hex;

    public override HoconType Type => HoconType.Number;
}
