namespace Hocon.Values;

/// <summary>A number followed by a unit.</summary>
internal static class Quantity
{
    public static Parts Split(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var unit = trimmed.Length;
        while (unit > 0 && char.IsLetter(trimmed[unit - 1]))
            unit--;
        return new Parts(trimmed[..unit].TrimEnd(), trimmed[unit..]);
    }

    public readonly ref struct Parts(ReadOnlySpan<char> number, ReadOnlySpan<char> unit)
    {
        private readonly ReadOnlySpan<char> _number = number;
        private readonly ReadOnlySpan<char> _unit = unit;

        public void Deconstruct(out ReadOnlySpan<char> number, out ReadOnlySpan<char> unit)
        {
            number = _number;
            unit = _unit;
        }
    }
}
