using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// What pictures and explanations need of a trace: its messages from sending to receipt, which processes waited or were inside,
/// and which events happened before which. The trace may be an excerpt that begins in the middle of a run.
/// </summary>
public sealed class TraceIndex
{
    /// <summary>How many messages a trace may have besides <see cref="MessagesPerEvent"/> for each of its events.</summary>
    public const int MostMessages = 1_000_000;

    /// <summary>How many messages a trace may have for each of its events, besides <see cref="MostMessages"/>.</summary>
    public const int MessagesPerEvent = 4;

    private readonly List<TraceEvent>[] _events;
    private readonly Recollection _recollection; // after a crash, if the event does not say it
    private readonly List<TraceMessage> _messages = [];
    private readonly List<TraceWait> _waits = [];
    private readonly List<TraceEntry> _entries = [];
    private readonly Dictionary<Timestamp, TraceEvent> _asked = [];
    private readonly Dictionary<TraceEvent, TraceMessage> _arrivals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TraceEvent, IReadOnlyList<TraceMessage>> _departures = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks through <paramref name="trace"/> once.</summary>
    /// <exception cref="TraceFormatException">
    /// The numbers of the events of a process have a gap, so its clocks are useless; or there are too many messages. Even a short
    /// file can imply many: a line by which a process asks all other processes implies a message to each.
    /// </exception>
    public TraceIndex(Trace trace)
    {
        CheckMessages(trace.Events);
        Trace = trace;
        Name = ProcessNames.Of(trace.Header);
        _recollection = ProcessNames.ProtocolOf(trace.Header)?.Recollection ?? Recollection.Everything;
        _events = new List<TraceEvent>[trace.Header.Processes];
        for (var i = 0; i < _events.Length; i++)
            _events[i] = [];
        var pairs = new MessagePairs(trace.Header.Processes);
        var standing = new int?[trace.Header.Processes];
        var inside = new int?[trace.Header.Processes];
        foreach (var happened in trace.Events)
        {
            if (happened.Process is not { } process)
                continue;
            Place(happened, process);
            if (happened.Kind is TraceEventKind.Receive or TraceEventKind.Drop)
                Arrive(happened, pairs);
            Depart(happened, pairs);
            Follow(happened, ref standing[process.Value - 1], ref inside[process.Value - 1]);
        }
    }

    /// <summary>The trace.</summary>
    public Trace Trace { get; }

    /// <summary>What the processes are called.</summary>
    internal Func<ProcessId, string> Name { get; }

    /// <summary>
    /// All messages in the order of their sending. A message whose sending is not in the trace stands where it ends.
    /// </summary>
    public IReadOnlyList<TraceMessage> Messages => _messages;

    /// <summary>All requests that were made, in their order.</summary>
    public IReadOnlyList<TraceWait> Waits => _waits;

    /// <summary>All entries in their order: entry K is at K - 1.</summary>
    public IReadOnlyList<TraceEntry> Entries => _entries;

    /// <summary>The events of a process, in their order.</summary>
    public IReadOnlyList<TraceEvent> EventsOf(ProcessId process) => _events[process.Value - 1];

    /// <summary>Event <paramref name="number"/> of a process; null if it is not in the trace.</summary>
    public TraceEvent? Event(ProcessId process, int number)
    {
        var events = _events[process.Value - 1];
        return events.Count > 0 && number >= events[0].Number && number <= events[^1].Number
            ? events[number - events[0].Number]
            : null;
    }

    /// <summary>The event by which this request was made; null if it is not in the trace.</summary>
    public TraceEvent? AskedWith(Timestamp request) => _asked.GetValueOrDefault(request);

    /// <summary>The message that this receipt or loss ends; null for another event.</summary>
    public TraceMessage? EndedBy(TraceEvent happened) => _arrivals.GetValueOrDefault(happened);

    /// <summary>The messages that this event sent.</summary>
    public IReadOnlyList<TraceMessage> SentBy(TraceEvent happened) => _departures.GetValueOrDefault(happened) ?? [];

    /// <summary>
    /// Whether <paramref name="a"/> is in the causal past of <paramref name="b"/> (Lamport 1978); false for an event of no
    /// process.
    /// </summary>
    public static bool HappenedBefore(TraceEvent a, TraceEvent b) =>
        a.Process is { } process && b.Clock is { } clock && clock.Knows(process, a.Number) && !ReferenceEquals(a, b);

    private static void CheckMessages(IReadOnlyList<TraceEvent> events)
    {
        var most = MostMessages + ((long)MessagesPerEvent * events.Count);
        var messages = 0L;
        foreach (var happened in events)
        {
            messages += happened.Sends.Count;
            if (messages > most)
            {
                throw new TraceFormatException(
                    happened.Line,
                    $"The messages up to here must be at most {most} ({MostMessages}, and {MessagesPerEvent} for each of the "
                    + $"{events.Count} events), was [{messages}].");
            }
        }
    }

    private void Place(TraceEvent happened, ProcessId process)
    {
        var events = _events[process.Value - 1];
        if (events.Count > 0 && events[^1].Number + 1L is var next && happened.Number != next)
            throw new TraceFormatException(
                happened.Line, $"Process {process}'s own count in \"vc\" must be {next}, was [{happened.Number}].");
        events.Add(happened);
    }

    private void Depart(TraceEvent happened, MessagePairs pairs)
    {
        var messages = pairs.DepartAll(happened);
        if (messages.Count == 0)
            return;
        _messages.AddRange(messages);
        _departures.Add(happened, messages);
    }

    private void Arrive(TraceEvent happened, MessagePairs pairs)
    {
        var message = pairs.Arrive(happened);
        if (message is null)
        {
            message = new TraceMessage(happened.Message!, happened.From!.Value, happened.Process!.Value, happened.Request)
            {
                Sent = SendingOf(happened),
                Ended = happened,
            };
            _messages.Add(message);
        }
        _arrivals.Add(happened, message);
    }

    // For a message that no event lists: the event that the receipt names. If it names none, the last event of the sender that it
    // knows, provided that only this message can have carried that knowledge.
    private TraceEvent? SendingOf(TraceEvent receipt)
    {
        var (from, process) = (receipt.From!.Value, receipt.Process!.Value);
        if (receipt.SentBy is { } number)
            return Event(from, number);
        var known = Event(process, receipt.Number - 1)?.Clock![from] ?? 0;
        return receipt.Kind == TraceEventKind.Receive && receipt.Clock![from] > known ? Event(from, receipt.Clock[from]) : null;
    }

    private void Follow(TraceEvent happened, ref int? standing, ref int? inside)
    {
        switch (happened.Kind)
        {
            case TraceEventKind.Request when happened.Request is { } request:
                standing = _waits.Count;
                _asked.TryAdd(request, happened);
                _waits.Add(new TraceWait(request, happened, null));
                break;
            case TraceEventKind.Enter:
                var wait = standing is { } asked ? _waits[asked] : null;
                inside = _entries.Count;
                _entries.Add(new TraceEntry(_entries.Count + 1, wait?.Asked, happened, null));
                EndWait(happened, ref standing);
                break;
            case TraceEventKind.Withdraw:
                EndWait(happened, ref standing);
                break;
            case TraceEventKind.Exit or TraceEventKind.Lose when inside is { }:
                EndStay(happened, ref inside);
                break;
            case TraceEventKind.Lose:
                EndWait(happened, ref standing);
                break;
            case TraceEventKind.Restart when _recollection != Recollection.Everything || happened.Detail == Names.Forgetful:
                EndWait(happened, ref standing);
                EndStay(happened, ref inside);
                break;
        }
    }

    private void EndStay(TraceEvent left, ref int? inside)
    {
        if (inside is { } entry)
            _entries[entry] = _entries[entry] with { Left = left };
        inside = null;
    }

    private void EndWait(TraceEvent ended, ref int? standing)
    {
        if (standing is { } asked)
            _waits[asked] = _waits[asked] with { Ended = ended };
        standing = null;
    }
}
