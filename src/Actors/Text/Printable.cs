using System.Globalization;
using System.Text;

namespace Coterie.Actors.Text;

/// <summary>
/// Makes the text of others safe for a terminal. Names in a trace, lines of a configuration and messages of a peer may contain
/// any character, also those that control a terminal.
/// </summary>
internal static class Printable
{
    /// <summary>
    /// The text with <c>\uXXXX</c> in place of every control character (C0, DEL and C1), line or paragraph separator, character
    /// that changes the direction of writing, half of a surrogate pair, and U+FFFE and U+FFFF, which XML does not allow. A line
    /// break is a control character, too.
    /// </summary>
    public static string Escape(string text) => Escape(text, int.MaxValue);

    /// <summary>As <see cref="Escape(string)"/>, but only the beginning of a long text, with <c>…</c> after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters of the text to show at most, from 0.</param>
    public static string Escape(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var end = Math.Min(most, text.Length);
        if (end < text.Length && end > 0 && char.IsSurrogatePair(text[end - 1], text[end]))
            end--;
        var escaped = new StringBuilder(Math.Min(end, 1024));
        for (var i = 0; i < end; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < end && char.IsLowSurrogate(text[i + 1]))
                escaped.Append(text[i]).Append(text[++i]);
            else if (MustBeEscaped(text[i]))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            else
                escaped.Append(text[i]);
        }
        return end < text.Length ? escaped.Append('…').ToString() : escaped.ToString();
    }

    private static bool MustBeEscaped(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || ChangesDirection(character)
        || character is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF';

    private static bool ChangesDirection(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
