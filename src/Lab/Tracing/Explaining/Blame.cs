using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing.Judging;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>
/// What in a trace belongs to its violations: the steps that show them, the messages that should not have been sent, the requests
/// that were passed over or left waiting, and the times when two processes were inside together. It works for every protocol,
/// because it looks only at who was inside or waiting when which message was sent. If nothing particular can be found, it is the
/// step that shows the violation.
/// </summary>
internal sealed class Blame
{
    private readonly HashSet<TraceEvent> _steps = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TraceMessage> _messages = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Timestamp> _requests = [];
    private readonly List<Overlap> _overlaps = [];
    private readonly Dictionary<int, List<Sighting>> _byEntry = [];

    private Blame()
    {
    }

    /// <summary>The steps.</summary>
    public IReadOnlySet<TraceEvent> Steps => _steps;

    /// <summary>The messages.</summary>
    public IReadOnlySet<TraceMessage> Messages => _messages;

    /// <summary>The requests that were overtaken, or wait for ever.</summary>
    public IReadOnlySet<Timestamp> Requests => _requests;

    /// <summary>When two processes were inside that must not be inside together.</summary>
    public IReadOnlyList<Overlap> Overlaps => _overlaps;

    /// <summary>Finds who takes part in the violations of <paramref name="sightings"/>.</summary>
    public static Blame Of(TraceIndex index, IReadOnlyList<Sighting> sightings)
    {
        var blame = new Blame();
        var evidence = sightings.Count == 0 ? null : new Evidence(index);
        foreach (var sighting in sightings)
        {
            if (sighting.SeenAt is { } seenAt)
                blame.Take(sighting, seenAt, evidence!);
            else
                blame._steps.UnionWith(evidence!.UsesNamed(sighting.Text));
        }
        return blame;
    }

    /// <summary>The violations in which entry <paramref name="number"/> takes part.</summary>
    public IReadOnlyList<Sighting> Of(int number) => _byEntry.GetValueOrDefault(number) ?? [];

    private void Take(Sighting sighting, TraceEvent seenAt, Evidence evidence)
    {
        _steps.Add(seenAt);
        var entry = evidence.EntryBy(seenAt);
        if (entry is not null)
            Involve(entry, sighting);
        switch (sighting.Rule)
        {
            case nameof(MutexProperties.Exclusion) when entry is not null: TakeTogether(sighting, entry, evidence); break;
            case nameof(MutexProperties.Exclusion): TakeNamed(sighting, seenAt, evidence); break;
            case nameof(MutexProperties.Order) when entry is not null: TakeOvertaking(sighting, entry, evidence); break;
            case nameof(MutexProperties.Progress): TakeWaiting(sighting, seenAt, evidence); break;
            case ReplyRule.RuleName: Take(evidence.WrongReplies(seenAt)); break;
            default:
                Take(evidence.MessagesOf(seenAt));
                TakePassed(sighting, seenAt, evidence);
                break;
        }
    }

    // Of two entries that are inside together, one has a consent that it must not have. It may be the earlier one: whoever
    // entered first may have overtaken the other.
    private void TakeTogether(Sighting sighting, TraceEntry entry, Evidence evidence)
    {
        var messages = new List<TraceMessage>();
        var others = evidence.InsideAt(entry.Entered, sighting.Text);
        foreach (var other in others)
        {
            Involve(other, sighting);
            _steps.Add(other.Entered);
            _overlaps.Add(new Overlap(entry, other));
            messages.AddRange(evidence.WrongConsents(other.Process, other.Asked, other.Entered, other.Left, entry));
            messages.AddRange(evidence.WrongConsents(entry.Process, entry.Asked, entry.Entered, entry.Left, other));
        }
        if (messages.Count == 0)
            messages.AddRange(others.SelectMany(other => evidence.SecondConsents(other, entry)));
        if (messages.Count == 0)
            messages.AddRange(others.SelectMany(other => evidence.StaleConsents(other.Process, entry)));
        if (messages.Count == 0 && evidence.LetInBy(entry) is { } last)
            messages.Add(last);
        Take(messages);
    }

    // A server may let two in that must not be inside together: they enter when they learn of it.
    private void TakeNamed(Sighting sighting, TraceEvent seenAt, Evidence evidence)
    {
        Take(evidence.MessagesOf(seenAt));
        foreach (var overlap in evidence.Named(seenAt, sighting.Text))
        {
            _overlaps.Add(overlap);
            Involve(overlap.Earlier, sighting);
            Involve(overlap.Later, sighting);
        }
    }

    private void TakeOvertaking(Sighting sighting, TraceEntry entry, Evidence evidence)
    {
        var overtaken = evidence.WaitingBefore(entry);
        foreach (var wait in overtaken)
        {
            _requests.Add(wait.Request);
            _steps.Add(wait.Asked);
            if (wait.Entered is { } entered && evidence.EntryBy(entered) is { } later)
                Involve(later, sighting);
            Take(evidence.WrongConsents(wait.Process, wait.Asked, wait.Ended, null, entry));
            Take(evidence.Requests(wait.Request, entry.Process));
        }
        if (overtaken.Count > 0 || evidence.EnteredBeforeItsTurn(entry) is not { } early)
            return;
        _requests.UnionWith(entry.Request is { } request ? [request] : []);
        _steps.Add(early.Entered);
        Involve(early, sighting);
        Take(evidence.WrongConsents(entry.Process, entry.Asked, entry.Entered, null, early));
    }

    private void TakeWaiting(Sighting sighting, TraceEvent asked, Evidence evidence)
    {
        if (asked.Request is not { } request)
            return;
        if (evidence.EntryWith(request) is { } entry)
            Involve(entry, sighting);
        else
            _requests.Add(request);
        Take(evidence.Unanswered(request, asked));
        Take(evidence.LostAgainstAssumption());
    }

    // Of most rules, somebody who waits takes part if the sentence says so: whoever was passed.
    private void TakePassed(Sighting sighting, TraceEvent seenAt, Evidence evidence)
    {
        foreach (var wait in evidence.SaidToWait(seenAt, sighting.Text))
        {
            _requests.Add(wait.Request);
            _steps.Add(wait.Asked);
            if (wait.Entered is { } later && evidence.EntryBy(later) is { } entry)
                Involve(entry, sighting);
        }
    }

    private void Take(IEnumerable<TraceMessage> messages)
    {
        foreach (var message in messages)
        {
            _messages.Add(message);
            if (message is { Sent: { Kind: not TraceEventKind.Request } sent })
                _steps.Add(sent);
        }
    }

    private void Involve(TraceEntry entry, Sighting sighting)
    {
        if (!_byEntry.TryGetValue(entry.Number, out var sightings))
            _byEntry.Add(entry.Number, sightings = []);
        if (!sightings.Contains(sighting))
            sightings.Add(sighting);
    }
}

/// <summary>Two processes are inside together that must not be.</summary>
/// <param name="Later">The entry that came later.</param>
/// <param name="Earlier">The entry that was inside then.</param>
internal sealed record Overlap(TraceEntry Later, TraceEntry Earlier)
{
    /// <summary>When it begins.</summary>
    public TimeSpan From => Later.Entered.At;

    /// <summary>When the first of them leaves; null if neither does in the trace.</summary>
    public TimeSpan? To => (Later.Left?.At, Earlier.Left?.At) switch
    {
        ({ } later, { } earlier) => later < earlier ? later : earlier,
        var (later, earlier) => later ?? earlier,
    };
}
