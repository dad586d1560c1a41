using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>Goes back from an entry to its request: from each event to the last one that it needed.</summary>
internal sealed class CriticalPath(TraceIndex index, TraceEntry entry)
{
    private readonly List<WaitPart> _parts = [];
    private readonly Func<ProcessId, string> _name = index.Name;
    private Timestamp? _request = entry.Request;
    private TraceMessage? _needed;

    // The wait is explained from here to the entry. With the clocks of two nodes, a message can seem to be sent after its
    // arrival: such a time is part of nothing.
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

    // The event before it on the path; null if the rest of the wait is one part.
    private TraceEvent? StepBack(TraceEvent reached) => reached.Kind switch
    {
        TraceEventKind.Enter => Entering(reached),
        TraceEventKind.Receive => Ending(reached, ""),
        TraceEventKind.Drop => Ending(reached, ", where it did not arrive"),
        TraceEventKind.Exit => Leaving(reached),
        TraceEventKind.Withdraw => Withdrawing(reached),
        TraceEventKind.Resend => SendingAgain(reached),
        TraceEventKind.Request => Rest(
            reached,
            WaitCause.NotAsked,
            $"{_name(reached.Process!.Value)} had not asked yet; it was its request {reached.Request} that came first."),
        TraceEventKind.Note or TraceEventKind.Use when Before(reached) is { } before =>
            Local(WaitCause.Other, before, reached, $"{_name(reached.Process!.Value)} went on"),
        _ => Rest(reached, WaitCause.Other, $"{_name(reached.Process!.Value)} did not go on before this."),
    };

    // The step that led to the entry is the event before it. From here back, the process that entered is the one that waits.
    private TraceEvent? Entering(TraceEvent entered)
    {
        _request = entered.Request;
        return Before(entered) is { } before
            ? Local(WaitCause.Other, before, entered, $"{_name(entered.Process!.Value)} had all that it needed.")
            : Rest(entered, WaitCause.Other, $"The trace does not tell what {_name(entered.Process!.Value)} waited for.");
    }

    private TraceEvent? Ending(TraceEvent ended, string how)
    {
        if (index.EndedBy(ended) is not { Sent: { } sent } message)
        {
            var unknown = $"The trace does not have the sending of the {ended.Message} from {_name(ended.From!.Value)}.";
            return Rest(ended, WaitCause.Other, unknown);
        }
        _needed = message;
        var name = Capitalized(EventText.Message(message.Name, message.Request));
        var text = $"{name} was on its way from {_name(message.From)} to {_name(message.To)}{how}";
        Add(WaitCause.Message, sent, ended, text, message);
        return sent;
    }

    private TraceEvent? Leaving(TraceEvent left)
    {
        var process = left.Process!.Value;
        var entered = LastOf(left, happened => happened.Kind == TraceEventKind.Enter);
        var asked = ArrivalAt(left);
        var inside = $"{_name(process)} was inside with request {left.Request}";
        var sent = $"and sent the {_needed?.Name} when it left";
        if (asked is not null && (entered is null || asked.Number > entered.Number))
            return Local(WaitCause.Inside, asked, left, $"{inside} when the {asked.Message} reached it, {sent}");
        var waited = asked is null ? "" : $"; the {asked.Message} had reached it while it waited itself";
        return entered is not null
            ? Local(WaitCause.Inside, entered, left, $"{inside}, {sent}{waited}")
            : Rest(left, WaitCause.Inside, $"{inside}, {sent}.");
    }

    private TraceEvent? Withdrawing(TraceEvent withdrawn)
    {
        var process = withdrawn.Process!.Value;
        var text = $"{_name(process)} waited itself with request {withdrawn.Request}, "
            + $"and sent the {_needed?.Name} when it withdrew";
        var since = ArrivalAt(withdrawn) ?? LastOf(withdrawn, happened => happened.Kind == TraceEventKind.Request);
        return since is null
            ? Rest(withdrawn, WaitCause.Withdrawn, text + ".")
            : Local(WaitCause.Withdrawn, since, withdrawn, text);
    }

    // It sends again because the answer was lost, or because no answer came in time: the message was lost, or its answer is late.
    private TraceEvent? SendingAgain(TraceEvent again)
    {
        if (_needed is not { } needed || LastOf(again, happened => Sending(happened, needed) is not null) is not { } first)
            return Rest(again, WaitCause.Other, $"{_name(again.Process!.Value)} did not send this before.");
        var name = $"{EventText.Message(needed.Name, needed.Request)} from {_name(needed.From)} to {_name(needed.To)}";
        if (LastOf(again, IsLostAnswer) is { } lost)
            return Local(WaitCause.SentAgain, lost, again, $"The {lost.Message} was lost; after this time {name} was sent again");
        var fate = Sending(first, needed) is { IsLost: true } ? "was lost" : "was not answered in time";
        return Local(WaitCause.SentAgain, first, again, $"{Capitalized(name)} {fate}; after this time it was sent again");

        bool IsLostAnswer(TraceEvent happened) =>
            happened.Kind == TraceEventKind.Drop && happened.From == needed.To && happened.Request == needed.Request;
    }

    private TraceMessage? Sending(TraceEvent happened, TraceMessage same) =>
        index.SentBy(happened).FirstOrDefault(message =>
            message.To == same.To && message.Name == same.Name && message.Request == same.Request && !message.IsCopy);

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
        var ending = RestText.Of(_name(process), index.EventsOf(process), since.At, until.At);
        var earlier = since.At < asked ? $"; this began at {EventText.Milliseconds(since.At)}, before the request" : "";
        _parts.Add(new WaitPart(cause, from, to, process, until, $"{text.TrimEnd('.')}{earlier}{ending}.")
        {
            Since = since.At < asked ? null : since,
            Message = message,
        });
    }

    // The first message here, before this event, from the process that waits, about its request.
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
