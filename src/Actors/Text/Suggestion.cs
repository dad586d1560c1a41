namespace Coterie.Text;

/// <summary>Finds the word that somebody meant who mistyped it.</summary>
public static class Suggestion
{
    /// <summary>
    /// The nearest of the known words, if it is near: at most one letter in three added, left out, changed or swapped with its neighbour;
    /// upper and lower case count as the same.
    /// </summary>
    /// <returns>The word; null if none is near.</returns>
    public static string? For(string mistyped, IEnumerable<string> known)
    {
        var near = known
            .Where(word => Math.Abs(word.Length - mistyped.Length) <= Most(word))
            .Select(word => (Word: word, Distance: Distance(mistyped.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Most(candidate.Word))
            .ToList();
        return near.Count == 0 ? null : near.MinBy(candidate => candidate.Distance).Word;
    }

    private static int Most(string word) => Math.Min(4, Math.Max(1, word.Length / 3));

    // Three rows of the table of distances between the beginnings of both words are enough: two letters that changed places look two rows back.
    private static int Distance(string a, string b)
    {
        var (earlier, above, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            (earlier, above, row) = (above, row, earlier);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], earlier[j - 2] + 1);
            }
        }
        return row[b.Length];
    }
}
