using System.Globalization;

namespace Coterie.Actors.Configuration;

/// <summary>Which characters the text of a configuration may have, and where.</summary>
internal static class HoconCharacters
{
    private const string Reserved = "$\"{}[]:=,#`^?!@*&\\";

    /// <summary>Whether a text without quotes may have it.</summary>
    public static bool IsPlain(char character) =>
        !Reserved.Contains(character, StringComparison.Ordinal) && !char.IsWhiteSpace(character) && !IsInvisible(character);

    /// <summary>
    /// Whether it is allowed nowhere, not even in quotes: a control character other than a tab or the end of a line.
    /// </summary>
    public static bool IsForbidden(char character) => char.IsControl(character) && character is not ('\t' or '\n' or '\r');

    /// <summary>Whether a backslash before it has a meaning within quotes.</summary>
    public static bool IsEscaped(char character) => "\"\\/bfnrtu".Contains(character, StringComparison.Ordinal);

    private static bool IsInvisible(char character) =>
        char.IsControl(character) || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format;
}
