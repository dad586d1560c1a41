using System.Globalization;

namespace Coterie.Network.Tests.Variables;

/// <summary>Somebody saw a variable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Version">Its version.</param>
/// <param name="Value">Its value; 0 for none.</param>
/// <param name="From">
/// The variable was so at this time or later, in nanoseconds; 0 if it may have been so at any time before <paramref name="To"/>.
/// </param>
/// <param name="To">The variable was so before this time.</param>
internal sealed record Sight(string Name, long Version, long Value, long From, long To)
{
    private const string Word = "seen";

    /// <summary>It as a line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Word} {Name} {Version} {Value} {From} {To}");

    /// <summary>Reads such a line; null if it is another one.</summary>
    public static Sight? TryParse(string line) => line.Split(' ') is [Word, var name, .. var numbers]
        ? new Sight(name, Number(numbers[0]), Number(numbers[1]), Number(numbers[2]), Number(numbers[3]))
        : null;

    /// <summary>What cannot be: two values of one version, or a version after a later one.</summary>
    public static IEnumerable<string> Contradictions(IReadOnlyCollection<Sight> sights)
    {
        var values = new Dictionary<(string, long), Sight>();
        foreach (var sight in sights)
        {
            if (values.TryAdd((sight.Name, sight.Version), sight))
                continue;
            if (values[(sight.Name, sight.Version)] is var other && other.Value != sight.Value)
                yield return $"[{sight}] and [{other}] are of one version.";
        }
        foreach (var name in sights.GroupBy(sight => sight.Name))
        {
            var latest = new Sight(name.Key, 0, 0, 0, 0);
            using var ended = name.OrderBy(sight => sight.To).GetEnumerator();
            var isLeft = ended.MoveNext();
            foreach (var sight in name.OrderBy(sight => sight.From))
            {
                for (; isLeft && ended.Current.To < sight.From; isLeft = ended.MoveNext())
                    latest = ended.Current.Version > latest.Version ? ended.Current : latest;
                if (sight.From > 0 && sight.Version < latest.Version)
                    yield return $"[{sight}] comes after [{latest}].";
            }
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
