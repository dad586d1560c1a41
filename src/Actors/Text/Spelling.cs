namespace Coterie.Actors.Text;

/// <summary>Finds the name that a mistyped word may mean.</summary>
internal static class Spelling
{
    /// <summary>
    /// The name that is nearest to <paramref name="word"/>; null if none is near. A name is near if at most one letter in three
    /// is missing, too many, wrong, or swapped with its neighbour.
    /// </summary>
    /// <param name="word">What was typed; upper and lower case count as the same.</param>
    /// <param name="names">What could be meant.</param>
    /// <param name="orBeginning">Whether a name that begins with the word is near, too.</param>
    public static string? Nearest(string word, IEnumerable<string> names, bool orBeginning = true)
    {
        var typed = word.ToLowerInvariant();
        var letters = typed.TrimStart('-').Length;
        var near = from name in names
                   let mistakes = Mistakes(typed, name.ToLowerInvariant())
                   where mistakes <= letters / 3
                   orderby mistakes
                   select name;
        return near.FirstOrDefault()
            ?? (orBeginning && letters >= 2
                ? names.FirstOrDefault(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                : null);
    }

    /// <summary>A question for the end of a message, after a space; empty if no name is near.</summary>
    public static string Hint(string word, IEnumerable<string> names) =>
        Nearest(word, names) is { } name ? $" Did you mean {name}?" : "";

    // The fewest letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
    private static int Mistakes(string a, string b)
    {
        var (before, last, current) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(last[j], current[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], 1 + before[j - 2]);
            }
            (before, last, current) = (last, current, before);
        }
        return last[b.Length];
    }
}
