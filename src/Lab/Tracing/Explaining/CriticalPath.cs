using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>Goes back from an entry to its request, event by event: from each to the one without which it could not have been then.</summary>
internal sealed class CriticalPath(TraceIndex index, TraceEntry entry)
{
    private readonly List<WaitPart> _parts = [];
    private Timestamp? _request = entry.Request;
    private TraceMessage? _needed;

    // Up to here, from the entry back, the wait is explained. The clock of another node may say that a message was sent after it arrived: that much belongs to nothing.
    private TimeSpan _explained = entry.Entered.At;

    /// <summary>The parts of the wait in order of time.</summary>
    public IReadOnlyList<WaitPart> Walk()
    {
        if (entry.Asked is not { } asked)
            return [];
        var reached = entry.Entered;
        while (!ReferenceEquals(reached, asked) && _explained > asked.At)
            reached = StepBack(reached) ?? asked;
        _parts.Reverse();
        return _parts;
    }

    // The event before on the path; null where the rest of the wait is accounted for as a whole.
    private TraceEvent? StepBack(TraceEvent reached) => reached.Kind switch
    {
        TraceEventKind.Enter => Entering(reached),
        TraceEventKind.Receive => Ending(reached, ""),
        TraceEventKind.Drop => Ending(reached, ", where it did not arrive"),
        TraceEventKind.Exit => Leaving(reached),
        TraceEventKind.Withdraw => Withdrawing(reached),
        TraceEventKind.Resend => SendingAgain(reached),
        TraceEventKind.Request => Rest(reached, WaitCause.NotAsked, $"Process {reached.Process} had not asked yet; it was its request {reached.Request} that came first."),
        _ => Rest(reached, WaitCause.Other, $"Process {reached.Process} did not go on before this."),
    };

    // The step that led to the entry is the event before it. On the way back, the one who entered is from here on the one who waits.
    private TraceEvent? Entering(TraceEvent entered)
    {
        _request = entered.Request;
        return Before(entered) is { } before
            ? Local(WaitCause.Other, before, entered, $"Process {entered.Process} had all that it needed.")
            : Rest(entered, WaitCause.Other, $"The trace does not tell what Process {entered.Process} waited for.");
    }

    private TraceEvent? Ending(TraceEvent ended, string how)
    {
        if (index.EndedBy(ended) is not { Sent: { } sent } message)
            return Rest(ended, WaitCause.Other, $"The trace does not have the sending of the {ended.Message} from Process {ended.From}.");
        _needed = message;
        var text = $"{Capitalized(EventText.Message(message.Name, message.Request))} was on its way from Process {message.From} to Process {message.To}{how}";
        Add(WaitCause.Message, sent, ended, text, message);
        return sent;
    }

    private TraceEvent? Leaving(TraceEvent left)
    {
        var process = left.Process!.Value;
        var entered = LastOf(left, happened => happened.Kind == TraceEventKind.Enter);
        var asked = ArrivalAt(left);
        var sent = $"and sent the {_needed?.Name} when it left";
        if (asked is not null && (entered is null || asked.Number > entered.Number))
            return Local(WaitCause.Inside, asked, left, $"Process {process} was inside with {left.Request} when the {asked.Message} reached it, {sent}");
        var waited = asked is null ? "" : $"; the {asked.Message} had reached it while it waited itself";
        return entered is not null
            ? Local(WaitCause.Inside, entered, left, $"Process {process} was inside with {left.Request}, {sent}{waited}")
            : Rest(left, WaitCause.Inside, $"Process {process} was inside with {left.Request}, {sent}.");
    }

    private TraceEvent? Withdrawing(TraceEvent withdrawn)
    {
        var process = withdrawn.Process!.Value;
        var text = $"Process {process} waited itself with {withdrawn.Request}, and sent the {_needed?.Name} when it withdrew";
        var since = ArrivalAt(withdrawn) ?? LastOf(withdrawn, happened => happened.Kind == TraceEventKind.Request);
        return since is null ? Rest(withdrawn, WaitCause.Withdrawn, text + ".") : Local(WaitCause.Withdrawn, since, withdrawn, text);
    }

    // Because the answer was lost, or else because none came in time: this very message was lost, or is answered late.
    private TraceEvent? SendingAgain(TraceEvent again)
    {
        if (_needed is not { } needed || LastOf(again, happened => Sending(happened, needed) is not null) is not { } first)
            return Rest(again, WaitCause.Other, $"Process {again.Process} did not send this before.");
        var name = EventText.Message(needed.Name, needed.Request);
        var ends = $"from Process {needed.From} to Process {needed.To}";
        if (LastOf(again, happened => happened.Kind == TraceEventKind.Drop && happened.From == needed.To && happened.Request == needed.Request) is { } lost)
            return Local(WaitCause.SentAgain, lost, again, $"The {lost.Message} was lost; after this time {name} {ends} was sent again");
        var fate = Sending(first, needed) is { IsLost: true } ? "was lost" : "was not answered in time";
        return Local(WaitCause.SentAgain, first, again, $"{Capitalized(name)} {ends} {fate}; after this time it was sent again");
    }

    private TraceMessage? Sending(TraceEvent happened, TraceMessage same) => index.SentBy(happened)
        .FirstOrDefault(message => message.To == same.To && message.Name == same.Name && message.Request == same.Request && !message.IsCopy);

    private TraceEvent Local(WaitCause cause, TraceEvent since, TraceEvent until, string text)
    {
        Add(cause, since, until, text, null);
        return since;
    }

    private TraceEvent? Rest(TraceEvent until, WaitCause cause, string text)
    {
        _parts.Add(new WaitPart(cause, entry.Asked!.At, _explained, until.Process!.Value, until, text));
        return null;
    }

    private void Add(WaitCause cause, TraceEvent since, TraceEvent until, string text, TraceMessage? message)
    {
        var asked = entry.Asked!.At;
        var from = since.At < asked ? asked : since.At;
        if (from >= _explained)
            return;
        var to = _explained;
        _explained = from;
        var process = until.Process!.Value;
        var ending = RestText.Of(index.EventsOf(process), since.At, until.At);
        _parts.Add(new WaitPart(cause, from, to, process, until, $"{text.TrimEnd('.')}{(since.At < asked ? $"; this began at {EventText.Milliseconds(since.At)}, before the request" : "")}{ending}.")
        {
            Since = since.At < asked ? null : since,
            Message = message,
        });
    }

    // When the one who waits for this event first made itself known here: by a message about its request.
    private TraceEvent? ArrivalAt(TraceEvent here)
    {
        if (_request is not { } request || index.AskedWith(request) is not { } asked)
            return null;
        TraceEvent? first = null;
        for (var known = Before(here); known is not null && TraceIndex.HappenedBefore(asked, known); known = Before(known))
        {
            if (known.Kind == TraceEventKind.Receive && known.Request == request && known.From == request.Process)
                first = known;
        }
        return first;
    }

    private TraceEvent? Before(TraceEvent happened) => index.Event(happened.Process!.Value, happened.Number - 1);

    private TraceEvent? LastOf(TraceEvent before, Func<TraceEvent, bool> condition)
    {
        var candidate = Before(before);
        while (candidate is not null && !condition(candidate))
            candidate = Before(candidate);
        return candidate;
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
