using Coterie.Mutex;

namespace Coterie.Tracing.Pictures;

/// <summary>All that is to be seen in one part of a run, whatever it is drawn with.</summary>
internal sealed class Scene
{
    private readonly TraceIndex _index;
    private readonly TimeSpan _end;

    private Scene(TraceIndex index, PicturePart part, int mostArrows, int mostBars)
    {
        (_index, Part, Header) = (index, part, index.Trace.Header);
        var events = index.Trace.Events;
        _end = events.Count == 0 ? part.To : events.Max(happened => happened.At);
        var bars = Waits().Concat(Insides()).Concat(Absences()).Where(bar => part.Has(bar.Process) && part.Touches(bar.From, bar.To)).ToList();
        Bars = Selection.Longest(bars, mostBars);
        BarsLeftOut = bars.Count - Bars.Count;
        var arrows = AllArrows().Where(arrow => part.Touches(arrow.Sent, arrow.Ended)).ToList();
        Messages = arrows.Count;
        Arrows = Selection.MostTelling(arrows, mostArrows);
        Splits = [.. AllSplits().Where(split => part.Touches(split.From, split.To))];
        Deferrals = [.. events.Where(happened => happened.Reply == ReplyTime.Deferred && part.Has(happened.Process!.Value) && part.Has(happened.At))];
    }

    /// <summary>What run it is of.</summary>
    public TraceHeader Header { get; }

    /// <summary>Which part of it.</summary>
    public PicturePart Part { get; }

    /// <summary>What the processes do, in the order of its beginning.</summary>
    public IReadOnlyList<Bar> Bars { get; }

    /// <summary>Bars that there was no room for.</summary>
    public int BarsLeftOut { get; }

    /// <summary>The messages between processes of the part, in the order of their sending.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>How many messages there are, drawn or not.</summary>
    public int Messages { get; }

    /// <summary>Messages that there was no room for.</summary>
    public int ArrowsLeftOut => Messages - Arrows.Count;

    /// <summary>When the network was in parts.</summary>
    public IReadOnlyList<Split> Splits { get; }

    /// <summary>Where a request began to wait for its reply.</summary>
    public IReadOnlyList<TraceEvent> Deferrals { get; }

    /// <summary>What the part shows, with at most so many arrows and bars.</summary>
    public static Scene Of(TraceIndex index, PicturePart part, int mostArrows, int mostBars) => new(index, part, mostArrows, mostBars);

    private IEnumerable<Bar> Waits()
    {
        var entries = _index.Entries.ToDictionary(entry => entry.Entered, entry => entry.Number, ReferenceEqualityComparer.Instance as IEqualityComparer<TraceEvent>);
        foreach (var wait in _index.Waits)
        {
            yield return new Bar(wait.Request.Process, BarKind.Waiting, wait.Asked.At, wait.Ended?.At ?? _end)
            {
                Entry = wait.Ended is { } ended && entries.TryGetValue(ended, out var entry) ? entry : null,
                Request = wait.Request,
                IsWithdrawn = wait.Ended is { Kind: TraceEventKind.Withdraw },
            };
        }
    }

    private IEnumerable<Bar> Insides() => _index.Entries.Select(entry => new Bar(entry.Process, BarKind.Inside, entry.Entered.At, entry.Left?.At ?? _end)
    {
        Entry = entry.Number,
        Request = entry.Entered.Request,
    });

    private IEnumerable<Bar> Absences()
    {
        var since = new Dictionary<(ProcessId, BarKind), TimeSpan>();
        foreach (var happened in _index.Trace.Events)
        {
            switch (happened.Kind)
            {
                case TraceEventKind.Crash or TraceEventKind.Pause:
                    since.TryAdd((happened.Process!.Value, Absence(happened.Kind)), happened.At);
                    break;
                case TraceEventKind.Restart or TraceEventKind.Resume:
                    if (since.Remove((happened.Process!.Value, Absence(happened.Kind)), out var from))
                        yield return new Bar(happened.Process.Value, Absence(happened.Kind), from, happened.At);
                    break;
            }
        }
        foreach (var ((process, kind), from) in since.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.Item1.Value))
            yield return new Bar(process, kind, from, _end);
    }

    private static BarKind Absence(TraceEventKind kind) =>
        kind is TraceEventKind.Crash or TraceEventKind.Restart ? BarKind.Crashed : BarKind.Paused;

    private IEnumerable<Arrow> AllArrows()
    {
        var styles = new MessageStyles();
        foreach (var message in _index.Messages)
        {
            if (message.Sent is not { } sent)
                continue;
            var style = styles.Of(message.Name, message.IsDeferredReply);
            if (Part.Has(message.From) && Part.Has(message.To))
                yield return new Arrow(message, style, sent.At, message.Ended?.At ?? _end);
        }
    }

    private IEnumerable<Split> AllSplits()
    {
        TraceEvent? partition = null;
        foreach (var happened in _index.Trace.Events)
        {
            if (happened.Kind is not (TraceEventKind.Partition or TraceEventKind.Heal))
                continue;
            if (partition is not null)
                yield return new Split(partition.At, happened.At, partition.Groups);
            partition = happened.Kind == TraceEventKind.Partition ? happened : null;
        }
        if (partition is not null)
            yield return new Split(partition.At, _end, partition.Groups);
    }
}
