namespace Hocon;

/// <summary>A string without quotes, or several values joined to one string.</summary>
public sealed class HoconUnquotedString : HoconLiteral
{
    internal HoconUnquotedString(string value) : base(value)
    {
    }

    public override HoconLiteralType LiteralType => HoconLiteralType.UnquotedString;

    public override HoconType Type => HoconType.String;

    // Written out alone, a joined value such as "10 apples" needs no quotes; one with a forbidden character does.
    public override string Raw => StringUtil.NeedQuotes(Value) ? StringUtil.AddQuotes(Value) : Value;
}
