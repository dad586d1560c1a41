namespace Coterie.Lab.Tracing.Pictures;

/// <summary>How much a picture has room for.</summary>
/// <param name="Arrows">Messages.</param>
/// <param name="Bars">Bars.</param>
/// <param name="Events">Events with their details; 0 for a picture that has none anyway.</param>
internal sealed record SceneLimits(int Arrows, int Bars, int Events);

/// <summary>All that is to be seen in one part of a run, whatever it is drawn with.</summary>
internal sealed class Scene
{
    /// <summary>What a part of a run shows.</summary>
    public Scene(TraceIndex index, PicturePart part, SceneLimits limits)
    {
        (Index, Part) = (index, part);
        var events = index.Trace.Events;
        End = events.Count == 0 ? part.To : events.Max(happened => happened.At);
        var bars = SceneBars.Of(index, End).Where(bar => part.Has(bar.Process) && part.Touches(bar.From, bar.To)).ToList();
        Bars = Selection.Longest(bars, limits.Bars);
        BarsLeftOut = bars.Count - Bars.Count;
        var arrows = AllArrows().Where(arrow => part.Touches(arrow.Sent, arrow.Ended)).ToList();
        Messages = arrows.Count;
        Arrows = Selection.MostTelling(arrows, limits.Arrows);
        Splits = [.. AllSplits().Where(split => part.Touches(split.From, split.To))];
        var shown = events.Where(happened => happened.Process is { } process && part.Has(process) && part.Has(happened.At)).ToList();
        Deferrals = ArrowsLeftOut > 0 ? [] : [.. shown.Where(happened => happened.Reply == ReplyTime.Deferred)];
        Events = Selection.MostTelling(shown, Arrows, limits.Events);
        EventsLeftOut = limits.Events == 0 ? 0 : shown.Count - Events.Count;
    }

    /// <summary>The run.</summary>
    public TraceIndex Index { get; }

    /// <summary>What run it is of.</summary>
    public TraceHeader Header => Index.Trace.Header;

    /// <summary>Which part of it.</summary>
    public PicturePart Part { get; }

    /// <summary>The last event of the trace.</summary>
    public TimeSpan End { get; }

    /// <summary>What the processes do.</summary>
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

    /// <summary>Where a request began to wait for its reply; none where there was no room for all messages.</summary>
    public IReadOnlyList<TraceEvent> Deferrals { get; }

    /// <summary>The events of the processes.</summary>
    public IReadOnlyList<TraceEvent> Events { get; }

    /// <summary>Events that there was no room for.</summary>
    public int EventsLeftOut { get; }

    private IEnumerable<Arrow> AllArrows()
    {
        var styles = new MessageStyles();
        foreach (var message in Index.Messages)
        {
            if (message.Sent is not { } sent)
                continue;
            var style = styles.Of(message.Name, message.IsDeferredReply);
            if (Part.Has(message.From) && Part.Has(message.To))
                yield return new Arrow(message, style, sent.At, message.Ended?.At ?? End);
        }
    }

    private IEnumerable<Split> AllSplits()
    {
        TraceEvent? partition = null;
        foreach (var happened in Index.Trace.Events)
        {
            if (happened.Kind is not (TraceEventKind.Partition or TraceEventKind.Heal))
                continue;
            if (partition is not null)
                yield return new Split(partition.At, happened.At, partition.Groups);
            partition = happened.Kind == TraceEventKind.Partition ? happened : null;
        }
        if (partition is not null)
            yield return new Split(partition.At, End, partition.Groups);
    }
}
