using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// The last events of a trace, to show those that lead to a violation. Their number has a limit, however long the trace is.
/// </summary>
internal sealed class RecentEvents
{
    private const int MostShown = 12;
    private const int LastOfEach = 2;
    private readonly TraceEvent[] _ring;
    private long _count;

    /// <summary>Keeps as many events as two million clock entries allow, some hundreds at least.</summary>
    public RecentEvents(int processes) => _ring = new TraceEvent[Math.Clamp(2_000_000 / processes, 500, 20_000)];

    /// <summary>Keeps <paramref name="happened"/>, and forgets the oldest one.</summary>
    public void Add(TraceEvent happened) => _ring[_count++ % _ring.Length] = happened;

    /// <summary>
    /// The events that lead to the last one, oldest first: what the processes concerned did about their requests, their messages
    /// about these requests, and the last events of each of them. At most the latest twelve; requests and entries are preferred.
    /// </summary>
    /// <param name="concerned">The processes.</param>
    /// <param name="requests">Their requests.</param>
    public IReadOnlyList<TraceEvent> LeadingTo(IReadOnlyCollection<ProcessId> concerned, IReadOnlyCollection<Timestamp> requests)
    {
        var left = concerned.ToDictionary(process => process, _ => LastOfEach);
        List<TraceEvent> chosen = [], less = [];
        foreach (var happened in NewestFirst())
        {
            if (happened.Process is not { } process || !left.TryGetValue(process, out var unseen))
                continue;
            left[process] = unseen - 1;
            var isBetween = happened.From is not { } from || left.ContainsKey(from);
            var isAboutThem = isBetween && (happened.Request is not { } request || requests.Contains(request));
            if (isAboutThem && happened.Kind is TraceEventKind.Request or TraceEventKind.Enter)
                chosen.Add(happened);
            else if (isAboutThem || unseen > 0)
                less.Add(happened);
        }
        var shown = chosen.Take(MostShown).Concat(less.Take(Math.Max(0, MostShown - chosen.Count)));
        return [.. shown.OrderBy(happened => happened.Line)];
    }

    private IEnumerable<TraceEvent> NewestFirst()
    {
        for (var i = _count - 1; i >= 0 && i >= _count - _ring.Length; i--)
            yield return _ring[i % _ring.Length];
    }
}
