using System.Globalization;

namespace Coterie.Lab.Memory.Linearizability;

/// <summary>What clients did to a memory and what they were told, in order.</summary>
internal sealed class History
{
    private History(IReadOnlyList<HistoryEvent> events) => Events = events;

    /// <summary>All events; their places count from 1.</summary>
    public IReadOnlyList<HistoryEvent> Events { get; }

    /// <summary>A history of events by their times, where they have any, or else as they stand.</summary>
    /// <exception cref="FormatException">The events are no history: a process does two things at once, an answer fits no call,
    /// only some have times.</exception>
    public static History Of(IEnumerable<HistoryEvent> events)
    {
        var all = events.ToList();
        if (all.Exists(e => e.Time is null) && all.Exists(e => e.Time is not null))
            throw new FormatException("Times must be given for all events or for none.");
        // A call and a return at the same moment overlap.
        List<HistoryEvent> ordered = [.. all.OrderBy(e => e.Time).ThenBy(e => e.Time is not null && e.Type != EventType.Invoke)];
        Check(ordered);
        return new History(ordered);
    }

    /// <summary>The first so many events: what has not returned by then is unknown.</summary>
    public History Prefix(int count) => new([.. Events.Take(count)]);

    /// <summary>The operations of each register that have or may have happened, in the order of their calls.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Operation>> Operations()
    {
        var open = new Dictionary<int, (int Place, HistoryEvent Call)>();
        var operations = new Dictionary<string, List<Operation>>();
        for (var place = 1; place <= Events.Count; place++)
        {
            var e = Events[place - 1];
            if (e.Type == EventType.Invoke)
                open[e.Process] = (place, e);
            else if (open.Remove(e.Process, out var called) && e.Type != EventType.Fail)
                Add(
                    called.Call with { Value = e.Value ?? called.Call.Value },
                    called.Place,
                    e.Type == EventType.Ok ? place : null);
        }
        foreach (var (place, call) in open.Values)
            Add(call, place, null);
        return operations.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyList<Operation>)[.. pair.Value.OrderBy(o => o.Called)]);

        void Add(HistoryEvent e, int called, int? returned)
        {
            // A read that was not answered says nothing and does nothing.
            if (e.Function == Function.Read && returned is null)
                return;
            if (!operations.TryGetValue(e.Key, out var list))
                operations.Add(e.Key, list = []);
            list.Add(new Operation(e.Process, e.Function, e.Value!.Value, e.Expected ?? 0, called, returned));
        }
    }

    private static void Check(List<HistoryEvent> events)
    {
        var busy = new Dictionary<int, HistoryEvent>();
        var gone = new HashSet<int>();
        foreach (var e in events)
        {
            var invoke = e.Type == EventType.Invoke;
            if (gone.Contains(e.Process))
                throw Wrong(e, "not be heard of after an operation with an unknown outcome");
            if (busy.ContainsKey(e.Process) == invoke)
                throw Wrong(e, invoke ? "have one operation under way at a time" : "be told only of what it called");
            if (invoke)
                busy.Add(e.Process, e);
            else if (busy.Remove(e.Process, out var call) && (call.Key, call.Function) != (e.Key, e.Function))
                throw Wrong(e, "be told only of what it called");
            if (e.Type == EventType.Info)
                gone.Add(e.Process);
        }
    }

    private static FormatException Wrong(HistoryEvent e, string rule) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Process {e.Process} must {rule}, was [{HistoryFile.Line(e)}]."));
}
