namespace Hocon;

/// <summary>A truth value: true, false, yes, no, on or off.</summary>
public sealed class HoconBool : HoconLiteral
{
    internal HoconBool(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.Bool;

    public override HoconType Type => HoconType.Boolean;
}
