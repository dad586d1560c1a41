using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Hocon.Values;

/// <summary>Reads numbers: decimal, hexadecimal as in 0xff, octal as in 017.</summary>
internal static class Numbers
{
    public static bool IsHex(string text) =>
        text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && text.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0;

    public static bool IsOctal(string text) =>
        text.Length > 1 && text[0] == '0' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '7') < 0;

    public static bool TryWhole<T>(string? text, out T number) where T : struct, IBinaryInteger<T>
    {
        number = default;
        if (text is null)
            return false;
        if (IsHex(text))
            return T.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        if (IsOctal(text))
            return TryOctal(text.AsSpan(1), out number);
        return T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryReal<T>(string? text, out T number) where T : struct, INumber<T>
    {
        number = default;
        return text is not null && T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryOctal<T>(ReadOnlySpan<char> digits, out T number) where T : struct, IBinaryInteger<T>
    {
        Int128 value = 0;
        foreach (var digit in digits)
        {
            value = value * 8 + (digit - '0');
            if (value > long.MaxValue)
                break;
        }
        number = T.CreateTruncating(value);
        return Int128.CreateChecked(number) == value;
    }

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
