using System.Text;

namespace Coterie.Host.Completing;

/// <summary>Splits a command line into words, as a shell does with spaces, quotes and backslashes.</summary>
internal static class ShellWords
{
    /// <summary>The words of <paramref name="line"/>. The last one is being typed; after a space it is empty.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote != '\0' && letter == quote)
                quote = '\0';
            else if (quote == '\0' && letter is '\'' or '"')
                (quote, isWord) = (letter, true);
            else if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
                (isWord, _) = (true, word.Append(line[++i]));
            else if (quote != '\0' || !char.IsWhiteSpace(letter))
                (isWord, _) = (true, word.Append(letter));
            else if (isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }
        words.Add(word.ToString());
        return words;
    }
}
