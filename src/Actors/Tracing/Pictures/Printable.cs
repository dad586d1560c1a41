using System.Text;

namespace Coterie.Tracing.Pictures;

/// <summary>Makes text of what a trace calls things: names may hold any character, also those that command a terminal or may not stand in XML.</summary>
internal static class Printable
{
    /// <summary>The text with the sign of replacement for each of those characters.</summary>
    public static string Of(string text)
    {
        var printable = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            printable.Append(IsPrintable(rune) ? rune : Rune.ReplacementChar);
        return printable.ToString();
    }

    private static bool IsPrintable(Rune rune) => !Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF);
}
