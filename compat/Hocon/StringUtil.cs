using System.Text;
using Hocon.Parsing;

namespace Hocon;

/// <summary>Quotes strings for HOCON text.</summary>
internal static class StringUtil
{
    /// <summary>Whether the text, unquoted, would not be read back as this very string.</summary>
    public static bool NeedQuotes(string text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Contains("//", StringComparison.Ordinal))
            return true;
        foreach (var c in text)
        {
            if (c != ' ' && !Strings.CanStandUnquoted(c))
                return true;
        }
        return text.StartsWith("include", StringComparison.Ordinal) || text == "null";
    }

    /// <summary>The text in quotes, with escapes where HOCON asks for them.</summary>
    public static string AddQuotes(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\b' => quoted.Append(@"\b"),
                '\f' => quoted.Append(@"\f"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                < ' ' => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }
}
