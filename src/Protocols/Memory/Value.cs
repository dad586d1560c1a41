using System.Globalization;

namespace Coterie.Protocols.Memory;

/// <summary>What plain reads and writes know of a variable: a 32-bit signed integer, at first 0.</summary>
public readonly record struct Value(int Number)
{
    /// <summary>The rule of <see cref="TryParse"/>, for the message of an error.</summary>
    public const string Rule = "a whole number from -2147483648 to 2147483647";

    /// <summary>Reads a value as people write it; null if it breaks the <see cref="Rule"/>.</summary>
    public static Value? TryParse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new Value(number)
            : null;

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
