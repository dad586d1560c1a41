namespace Hocon;

/// <summary>A whole number.</summary>
public sealed class HoconLong : HoconLiteral
{
    internal HoconLong(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Long;

    public override HoconType Type => HoconType.Number;
}
