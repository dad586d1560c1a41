using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>Answers who was inside or waiting when, and which message was sent meanwhile, in the order of the trace.</summary>
internal sealed class Evidence
{
    private const int MostOvertaken = 3;

    /// <summary>In Lamport's algorithm (1978) everybody acknowledges every request at once, so that is never wrong.</summary>
    private const string Acknowledge = "acknowledge";

    private readonly TraceIndex _index;
    private readonly Words? _words;
    private readonly Dictionary<TraceEvent, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TraceEvent, TraceEntry> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<Timestamp, TraceMessage> _about;

    /// <summary>Looks through a trace once.</summary>
    public Evidence(TraceIndex index)
    {
        _index = index;
        _words = ProcessNames.WordsOf(index.Trace.Header);
        for (var i = 0; i < index.Trace.Events.Count; i++)
            _places.TryAdd(index.Trace.Events[i], i);
        foreach (var entry in index.Entries)
            _entries.TryAdd(entry.Entered, entry);
        _about = index.Messages.Where(message => message is { Request: not null, Sent: not null })
            .ToLookup(message => message.Request!.Value);
    }

    /// <summary>The entry that begins with an event; null if none does.</summary>
    public TraceEntry? EntryBy(TraceEvent entered) => _entries.GetValueOrDefault(entered);

    /// <summary>The entry with a request; null if it was not granted.</summary>
    public TraceEntry? EntryWith(Timestamp request) => _index.Entries.FirstOrDefault(entry => entry.Request == request);

    /// <summary>
    /// The other entries that were inside at an event. If a sentence names some of their processes, only those: others may share.
    /// </summary>
    public IReadOnlyList<TraceEntry> InsideAt(TraceEvent here, string sentence)
    {
        var inside = _index.Entries.Where(entry => entry.Process != here.Process
            && IsBefore(entry.Entered, here) && (entry.Left is null || IsBefore(here, entry.Left))).ToList();
        var named = inside.Where(entry => IsNamed(_index.Name(entry.Process), sentence)).ToList();
        return named.Count > 0 ? named : inside;
    }

    /// <summary>
    /// Which entries are inside together, of the processes that a sentence names and that were inside or waiting at an event.
    /// </summary>
    public IEnumerable<Overlap> Named(TraceEvent here, string sentence)
    {
        var named = _index.Entries.Where(entry => IsBefore(entry.Asked ?? entry.Entered, here)
            && (entry.Left is null || IsBefore(here, entry.Left)) && IsNamed(_index.Name(entry.Process), sentence)).ToList();
        return from later in named
               from earlier in named
               where IsBefore(earlier.Entered, later.Entered) && (earlier.Left is null || IsBefore(later.Entered, earlier.Left))
               select new Overlap(later, earlier);
    }

    /// <summary>
    /// The consents to <paramref name="entry"/> that a process sent while it was inside itself, or waited with an earlier
    /// request, and the requests that they answered.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="asked">When it asked; null if that is not known.</param>
    /// <param name="entered">When it entered, or ended its wait in another way; null if it did neither.</param>
    /// <param name="left">When it left; null if it did not, or if it is to be looked at only while it waited.</param>
    /// <param name="entry">The entry.</param>
    public IReadOnlyList<TraceMessage> WrongConsents(
        ProcessId process, TraceEvent? asked, TraceEvent? entered, TraceEvent? left, TraceEntry entry)
    {
        if (entry.Request is not { } request)
            return [];
        var isEarlier = asked?.Request < request;
        bool IsWaiting(TraceEvent sent) => isEarlier && IsBefore(asked!, sent) && (entered is null || IsBefore(sent, entered));
        bool IsInside(TraceEvent sent) =>
            entered is { Kind: TraceEventKind.Enter } && IsBefore(entered, sent) && (left is null || IsBefore(sent, left));
        var wrong = Consents(process, entry).Where(consent => IsWaiting(consent.Sent!) || IsInside(consent.Sent!)).ToList();
        return wrong.Count == 0 ? [] : [.. wrong, .. Requests(request, process)];
    }

    /// <summary>The consents to earlier requests that reached a process while it waited for an entry.</summary>
    public IEnumerable<TraceMessage> StaleConsents(ProcessId from, TraceEntry entry) => _index.EventsOf(entry.Process)
        .Where(received => entry.Asked is { } asked && IsBefore(asked, received) && IsBefore(received, entry.Entered))
        .Select(_index.EndedBy).OfType<TraceMessage>()
        .Where(consent => consent is { Name: Names.Reply, IsLost: false, Sent: not null } && consent.From == from
            && consent.Request is { } request && request.Process == entry.Process && request != entry.Request);

    /// <summary>
    /// Where a process is to consent to one request at a time: the consents to one of two entries that came from a process that
    /// had consented to the other one before.
    /// </summary>
    public IEnumerable<TraceMessage> SecondConsents(TraceEntry one, TraceEntry other)
    {
        if (_words?.OwesConsent != false || one.Request is not { } first || other.Request is not { } second)
            return [];
        return from mine in _about[first]
               where Reached(mine, one)
               from its in _about[second]
               where its.From == mine.From && its.Name == mine.Name && Reached(its, other)
               select IsBefore(mine.Sent!, its.Sent!) ? its : mine;
    }

    /// <summary>
    /// The message whose receipt led to an entry, such as a token; null for an ordinary consent, which is no more wrong than the
    /// others.
    /// </summary>
    public TraceMessage? LetInBy(TraceEntry entry)
    {
        var before = _index.Event(entry.Process, entry.Entered.Number - 1);
        var message = before is null || before.At != entry.Entered.At ? null : _index.EndedBy(before);
        return message is { Sent: not null, IsLost: false } && message.Name is not (Names.Reply or Acknowledge)
            ? message
            : null;
    }

    /// <summary>The requests, the earliest first, that waited when a later one entered; a few of them.</summary>
    public IReadOnlyList<TraceWait> WaitingBefore(TraceEntry entry) =>
    [
        .. _index.Waits
            .Where(wait => wait.Process != entry.Process && wait.Request < entry.Request && IsBefore(wait.Asked, entry.Entered)
                && (wait.Ended is null || IsBefore(entry.Entered, wait.Ended)))
            .OrderBy(wait => wait.Request).Take(MostOvertaken),
    ];

    /// <summary>The last entry before this one whose request is later; null if there is none.</summary>
    public TraceEntry? EnteredBeforeItsTurn(TraceEntry entry) => _index.Entries
        .LastOrDefault(early => early.Number < entry.Number && early.Request > entry.Request);

    /// <summary>The messages by which a process was asked with a request.</summary>
    public IEnumerable<TraceMessage> Requests(Timestamp request, ProcessId asked) =>
        _about[request].Where(message => message.To == asked && message.From == request.Process && message.Name == Names.Request);

    /// <summary>The waits that last at an event, of the other processes of which a sentence says that they wait.</summary>
    public IEnumerable<TraceWait> SaidToWait(TraceEvent here, string sentence) => _index.Waits
        .Where(wait => wait.Process != here.Process && IsBefore(wait.Asked, here)
            && (wait.Ended is null || IsBefore(here, wait.Ended)) && IsNamed($"{_index.Name(wait.Process)} waits", sentence));

    /// <summary>
    /// What processes did, of all that a sentence tells in the words <c>process 2 read 0</c>; the last one of those that are
    /// alike.
    /// </summary>
    public IEnumerable<TraceEvent> UsesNamed(string sentence) => _index.Trace.Events
        .Where(happened => happened is { Kind: TraceEventKind.Use, Process: not null, Detail: { } detail }
            && IsNamed($"process {happened.Process} {detail.Replace("write ", "wrote ", StringComparison.Ordinal)}", sentence))
        .GroupBy(happened => (happened.Process, happened.Detail)).Select(alike => alike.Last());

    /// <summary>The replies of a step that answer no request of their receiver; all its replies if there are none.</summary>
    public IReadOnlyList<TraceMessage> WrongReplies(TraceEvent step)
    {
        var replies = _index.SentBy(step).Where(message => message.Name == Names.Reply).ToList();
        var wrong = replies.FindAll(reply => reply.Request?.Process != reply.To);
        return wrong.Count > 0 ? wrong : replies;
    }

    /// <summary>
    /// All lost messages, if the protocol assumes that none is lost: any of them may be what the processes wait for. None if the
    /// protocol bears crashes, in which messages are lost.
    /// </summary>
    public IEnumerable<TraceMessage> LostAgainstAssumption() =>
        ProcessNames.ProtocolOf(_index.Trace.Header) is { Needs.Lossless: true, BearsCrashes: false }
            ? _index.Messages.Where(message => message is { IsLost: true, Sent: not null })
            : [];

    /// <summary>Messages about a request that were lost, or that ask and were never answered.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asked">The event that made it.</param>
    public IEnumerable<TraceMessage> Unanswered(Timestamp request, TraceEvent asked)
    {
        var all = _about[request];
        return all.Where(message => message.IsLost || (IsAsking(message) && message.Ended is not null && !IsAnswered(message)));

        bool IsAsking(TraceMessage message) => message.From == request.Process
            && (message.Name == Names.Request || ReferenceEquals(message.Sent, asked));
        bool IsAnswered(TraceMessage message) => all.Any(answer => answer.From == message.To && answer.To == message.From);
    }

    /// <summary>The message that a step received, and those that it sent in return. A note belongs to the step before.</summary>
    public IEnumerable<TraceMessage> MessagesOf(TraceEvent step)
    {
        while (step is { Kind: TraceEventKind.Note, Process: { } process, Sends.Count: 0 }
            && _index.Event(process, step.Number - 1) is { } before && before.At == step.At)
        {
            step = before;
        }
        if (_index.EndedBy(step) is not { } received)
            return [];
        return received.Sent is null ? _index.SentBy(step) : [received, .. _index.SentBy(step)];
    }

    private IEnumerable<TraceMessage> Consents(ProcessId from, TraceEntry entry) => entry.Request is not { } request
        ? []
        : _about[request].Where(message => message.From == from && Reached(message, entry));

    // An answer of another process, which arrived before the entry.
    private bool Reached(TraceMessage message, TraceEntry entry) => message.To == entry.Process
        && message.From != entry.Process
        && message.Name is not (Names.Request or Acknowledge)
        && message.Ended is { Kind: TraceEventKind.Receive } received && IsBefore(received, entry.Entered);

    private bool IsBefore(TraceEvent a, TraceEvent b) => _places[a] < _places[b];

    private static bool IsNamed(string name, string sentence)
    {
        for (var at = 0; (at = sentence.IndexOf(name, at, StringComparison.Ordinal)) >= 0; at += name.Length)
        {
            var end = at + name.Length;
            if (end == sentence.Length || !char.IsAsciiDigit(sentence[end]))
                return true;
        }
        return false;
    }
}
