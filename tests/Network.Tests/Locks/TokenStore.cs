using System.Globalization;

namespace Coterie.Network.Tests.Locks;

/// <summary>
/// A store that refuses what comes with a smaller token than it has seen. Its clients append lines <c>TOKEN WRITER</c> to a file,
/// each in one step; the store takes or refuses them in the order in which they came.
/// </summary>
internal static class TokenStore
{
    /// <summary>Each write, and whether the store takes it.</summary>
    public static IReadOnlyList<(string Writer, bool IsTaken)> Read(string file)
    {
        var largest = 0L;
        var writes = new List<(string, bool)>();
        foreach (var line in File.ReadLines(file))
        {
            var words = line.Split(' ');
            var token = long.Parse(words[0], CultureInfo.InvariantCulture);
            writes.Add((words[1], token >= largest));
            largest = Math.Max(largest, token);
        }
        return writes;
    }

    /// <summary>A write.</summary>
    public static void Write(string file, long token, string writer) =>
        File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{token} {writer}\n"));
}
