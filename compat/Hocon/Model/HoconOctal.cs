namespace Hocon;

/// <summary>A whole number to base 8: 0 and digits.</summary>
public sealed class HoconOctal : HoconLiteral
{
    internal HoconOctal(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Octal;

    public override HoconType Type => HoconType.Number;
}
