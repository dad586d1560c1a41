namespace Hocon;

/// <summary>The value null, which removes a value given before.</summary>
public sealed class HoconNull : HoconLiteral
{
    internal HoconNull() : base(null)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Null;

    public override HoconType Type => HoconType.Empty;

    public override string Raw => "null";
}
