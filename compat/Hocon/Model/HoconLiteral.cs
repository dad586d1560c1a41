using System.Globalization;
using Hocon.Values;

namespace Hocon;

/// <summary>A value that is neither an object nor an array.</summary>
public abstract class HoconLiteral : IHoconElement
{
    private protected HoconLiteral(string? value) => Value = value!;

    /// <summary>How the literal was written.</summary>
    public abstract HoconLiteralType LiteralType { get; }

    public abstract HoconType Type { get; }

    /// <summary>The text without quotes and escapes; null for null.</summary>
    public virtual string Value { get; }

    public virtual string Raw => Value;

    public string GetString() => Value;

    public HoconObject GetObject() => throw Mistake.NotAn("an object", this);

    public IList<HoconValue> GetArray() => throw Mistake.NotAn("an array", this);

    public override string ToString() => Raw;

    public string ToString(int indent, int indentSize) => Raw;

    public bool Equals(IHoconElement? other) => other switch
    {
        HoconLiteral literal => Value == literal.Value,
        HoconValue value => value.Equals(this),
        _ => false,
    };

    public override bool Equals(object? obj) => obj is IHoconElement element && Equals(element);

    public override int GetHashCode() => Value?.GetHashCode() ?? 0;

    public static bool operator ==(HoconLiteral left, HoconLiteral right) => Equals(left, right);

    public static bool operator !=(HoconLiteral left, HoconLiteral right) => !Equals(left, right);

    internal static HoconLiteral FromUnquoted(string text)
    {
        switch (text)
        {
            case "null":
                return new HoconNull();
            case "true" or "false" or "on" or "off" or "yes" or "no":
                return new HoconBool(text);
        }
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '.'))
            return new HoconUnquotedString(text);
        if (Numbers.IsHex(text))
            return new HoconHex(text);
        if (Numbers.IsOctal(text))
            return new HoconOctal(text);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return new HoconLong(text);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? new HoconDouble(text)
            : new HoconUnquotedString(text);
    }
}
