using Hocon;

namespace Akka.Configuration;

/// <summary>The known key that an unknown one was probably meant to be.</summary>
internal static class NearestKey
{
    /// <summary>A key of the same section with a small difference; null when there is none.</summary>
    public static string? Find(string section, string key, HoconObject siblings)
    {
        var near = siblings.Keys
            .Select(known => (Known: known, Distance: Distance(key, known)))
            .Where(k => k.Distance <= Math.Max(1, k.Known.Length / 3))
            .OrderBy(k => k.Distance)
            .FirstOrDefault().Known;
        return near is null ? null : $"{section}.{HoconPath.Quote(near)}";
    }

    /// <summary>The least number of letters to insert, delete or replace (Levenshtein 1966).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
