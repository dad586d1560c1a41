using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Network.Tests.Variables;

/// <summary>What clients of variables did and saw.</summary>
/// <param name="Lines">The lines of the history.</param>
/// <param name="History">The history.</param>
/// <param name="Sights">All versions that were seen.</param>
internal sealed record Recording(IReadOnlyList<string> Lines, History History, IReadOnlyList<Sight> Sights)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads what the parts have written.</summary>
    public static Recording Read(IEnumerable<string> outputs)
    {
        var lines = outputs.SelectMany(output => output.Split('\n')).ToList();
        List<string> events = [.. lines.Where(line => line.StartsWith('{'))];
        return new Recording(events, HistoryFile.Read(events), [.. lines.Select(Sight.TryParse).OfType<Sight>()]);
    }

    /// <summary>How many operations ended, and how.</summary>
    public string Outcomes => string.Join(
        ", ",
        History.Events.Where(e => e.Type != EventType.Invoke).CountBy(e => (e.Type, e.Function)).Select(
            count => $"{count.Key.Function} {count.Key.Type} {count.Value}"));

    /// <summary>What the judge says.</summary>
    public Verdict Judge() => LinearizabilityJudge.Check(History, patience: Patience);

    /// <summary>What cannot be, by the versions alone.</summary>
    public IEnumerable<string> Contradictions() => Sight.Contradictions(Sights);
}
