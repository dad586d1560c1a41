using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Network.Tests.Variables;

/// <summary>What clients of variables did and saw.</summary>
/// <param name="Lines">The lines of the history.</param>
/// <param name="History">The history.</param>
/// <param name="Forks">Versions of which two values were seen.</param>
internal sealed record Recording(IReadOnlyList<string> Lines, History History, IReadOnlyList<string> Forks)
{
    private const string Sight = "seen ";

    /// <summary>Reads what the parts have written.</summary>
    public static Recording Read(IEnumerable<string> outputs)
    {
        var lines = outputs.SelectMany(output => output.Split('\n')).Where(line => line.Length > 0)
            .ToLookup(line => line.StartsWith(Sight, StringComparison.Ordinal));
        var forks = lines[true].Distinct().GroupBy(line => line[..line.LastIndexOf(' ')])
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group));
        List<string> events = [.. lines[false].Where(line => line.StartsWith('{'))];
        return new Recording(events, HistoryFile.Read(events), [.. forks]);
    }

    /// <summary>How many operations ended, and how.</summary>
    public string Outcomes => string.Join(
        ", ",
        History.Events.Where(e => e.Type != EventType.Invoke).CountBy(e => (e.Type, e.Function)).Select(
            count => $"{count.Key.Function} {count.Key.Type} {count.Value}"));
}
