using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The most that a picture shows.</summary>
/// <param name="Arrows">Messages.</param>
/// <param name="Bars">Bars.</param>
/// <param name="Events">Events with their details; 0 for a picture without details.</param>
internal sealed record SceneLimits(int Arrows, int Bars, int Events)
{
    /// <summary>Whether of a <see cref="Crowd"/> only the telling messages are drawn. Default no.</summary>
    public bool IsThinned { get; init; }
}

/// <summary>What there is to draw of one part of a run, for every kind of picture.</summary>
internal sealed class Scene
{
    /// <summary>Collects what there is to draw of a part of a run.</summary>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public Scene(TraceIndex index, PictureOptions options, SceneLimits limits)
    {
        Wrongs = new SceneWrongs(index);
        var part = PicturePart.Of(index.Trace, options, Wrongs.IsAny ? Wrongs.End : null);
        (Index, Part) = (index, part);
        var events = index.Trace.Events;
        var last = events.Count == 0 ? part.To : events.Max(happened => happened.At);
        End = Wrongs.IsAny && options.To is null && part.To > last ? part.To : last;
        Own = new SceneStretches(index.Trace);
        var bars = SceneBars.Of(index, End, Own.IsShared)
            .Where(bar => part.Has(bar.Process) && part.Touches(bar.From, bar.To)).ToList();
        Bars = Selection.Longest(bars, limits.Bars);
        var stretches = Own.All
            .Where(stretch => part.Has(stretch.Process) && part.Touches(stretch.From, stretch.To ?? End)).ToList();
        Stretches = stretches.Count <= limits.Bars ? stretches : stretches[..limits.Bars];
        BarsLeftOut = bars.Count - Bars.Count + stretches.Count - Stretches.Count;
        Routine = new RoutineMessages(Header);
        var arrows = AllArrows().Where(arrow => part.Touches(arrow.Sent, arrow.Ended)).ToList();
        Messages = arrows.Count;
        IsCrowded = Crowd.Is(
            part.Processes.Count, arrows.Count, hasGiven: Stretches.Any(stretch => stretch.Kind == StretchKind.Given));
        IsThinned = limits.IsThinned && IsCrowded;
        var guilty = Wrongs.Blame.Messages;
        var shownArrows = Selection.MostImportant(
            IsThinned ? Crowd.Telling(index, part, arrows, guilty) : arrows, limits.Arrows, guilty);
        Arrows = [.. shownArrows.OrderBy(arrow => guilty.Contains(arrow.Message))];
        Splits = [.. AllSplits().Where(split => part.Touches(split.From, split.To))];
        var shown = events
            .Where(happened => happened.Process is { } process && part.Has(process) && part.Has(happened.At))
            .Where(happened => !Routine.IsAll(happened)).ToList();
        Deferrals = IsCrowded ? [] : [.. shown.Where(happened => happened.Reply == ReplyTime.Deferred)];
        Events = Selection.MostImportant(shown, Arrows, limits.Events);
        EventsLeftOut = limits.Events == 0 ? 0 : shown.Count - Events.Count;
    }

    /// <summary>The run.</summary>
    public TraceIndex Index { get; }

    /// <summary>Which run it is.</summary>
    public TraceHeader Header => Index.Trace.Header;

    /// <summary>What is wrong with it.</summary>
    public SceneWrongs Wrongs { get; }

    /// <summary>What the processes are called.</summary>
    public Func<ProcessId, string> Name => Index.Name;

    /// <summary>The messages that are left out everywhere.</summary>
    public RoutineMessages Routine { get; }

    /// <summary>Which part of it.</summary>
    public PicturePart Part { get; }

    /// <summary>The time of the last event of the trace, or a little later, so that a violation at the end can be seen.</summary>
    public TimeSpan End { get; }

    /// <summary>What the processes do.</summary>
    public IReadOnlyList<Bar> Bars { get; }

    /// <summary>What its protocol shows of its own.</summary>
    public SceneStretches Own { get; }

    /// <summary>Those of its stretches that are drawn.</summary>
    public IReadOnlyList<Stretch> Stretches { get; }

    /// <summary>How many bars are left out because there are too many.</summary>
    public int BarsLeftOut { get; }

    /// <summary>
    /// The messages between processes of the part, in the order of their sending. Those of a violation come last: they are drawn
    /// above the others.
    /// </summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>How many messages there are, drawn or not.</summary>
    public int Messages { get; }

    /// <summary>How many messages are left out because there are too many.</summary>
    public int ArrowsLeftOut => Messages - Arrows.Count;

    /// <summary>Whether there are too many processes or messages to draw all messages.</summary>
    public bool IsCrowded { get; }

    /// <summary>Whether only the telling messages are among <see cref="Arrows"/>.</summary>
    public bool IsThinned { get; }

    /// <summary>The times when the network was in several parts.</summary>
    public IReadOnlyList<Split> Splits { get; }

    /// <summary>The receipts of requests whose replies were deferred; none if there are too many messages.</summary>
    public IReadOnlyList<TraceEvent> Deferrals { get; }

    /// <summary>The events of the processes.</summary>
    public IReadOnlyList<TraceEvent> Events { get; }

    /// <summary>How many events are left out because there are too many.</summary>
    public int EventsLeftOut { get; }

    private IEnumerable<Arrow> AllArrows()
    {
        var styles = new MessageStyles(Names.Request, Names.Reply);
        foreach (var message in Index.Messages)
        {
            if (message.Sent is not { } sent || Routine.Has(message.Name))
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
