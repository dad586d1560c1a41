using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Replaying;

/// <summary>What the events up to now say about one process.</summary>
/// <param name="self">The process.</param>
/// <param name="words">The words of its protocol; null if the protocol is not known.</param>
/// <param name="isServer">Whether it only serves the others.</param>
/// <param name="recollection">What it still knows after a crash, if the event does not say it.</param>
internal sealed class ProcessReplay(ProcessId self, Words? words, bool isServer, Recollection recollection)
{
    private const string Release = "release";

    private readonly Rulebook? _book = words?.Rulebook;
    private readonly HashSet<ProcessId> _consented = [];
    private readonly HashSet<ProcessId> _missing = [];
    private readonly HashSet<ProcessId> _deferred = [];
    private readonly Dictionary<ProcessId, Timestamp> _answered = [];
    private readonly Dictionary<ProcessId, Timestamp> _received = [];
    private readonly Dictionary<ProcessId, Timestamp> _queue = [];
    private readonly bool _beginsWithToken = self.Value == 1;
    private Standing _standing;
    private TraceEventKind? _rest;
    private bool _hasToken = self.Value == 1;
    private long _clock;

    /// <summary>Where it stands.</summary>
    public Standing Standing => _standing;

    /// <summary>Whether that is known: an excerpt may begin while a process waits or is inside.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The request with which it waits or is inside; null for none.</summary>
    public Timestamp? Request { get; private set; }

    /// <summary>Its Lamport clock.</summary>
    public long Clock => _clock;

    /// <summary>How many consents are missing.</summary>
    public int Missing => _missing.Count;

    /// <summary>Its state.</summary>
    public ProcessState State => new(Activity)
    {
        Request = Request,
        Clock = _book?.Clocked is null or ClockedMessages.None ? null : _clock,
        Missing = MissingText,
        Deferred = _deferred.Count == 0 ? null : ProcessRanges.Text(_deferred),
    };

    private Activity Activity => _rest switch
    {
        TraceEventKind.Crash => Activity.Down,
        TraceEventKind.Pause => Activity.Paused,
        _ => _standing switch
        {
            Standing.Waiting => Activity.Waiting,
            Standing.Inside => Activity.Inside,
            _ => isServer ? Activity.Serving : Activity.Thinking,
        },
    };

    private string? MissingText => _standing != Standing.Waiting ? null
        : _book?.Token is { } token ? _hasToken ? null : token
        : Awaited is { Count: > 0 } awaited ? ProcessRanges.Text(awaited) : null;

    // By Lamport's rules also the release of each request that goes before its own.
    private HashSet<ProcessId> Awaited =>
        [.. _missing, .. _queue.Where(queued => queued.Value < Request).Select(queued => queued.Key)];

    /// <summary>Whether it has consented to this request.</summary>
    public bool HasAnswered(Timestamp? request) =>
        request is { } theirs && _answered.TryGetValue(theirs.Process, out var latest) && theirs <= latest;

    /// <summary>Whether this is the receipt of a request after a later one from the same process.</summary>
    public bool IsLate(TraceEvent happened) =>
        happened is { Message: Names.Request, From: { } from } && _received.TryGetValue(from, out var latest)
        && happened.Request < latest;

    /// <summary>Takes its next event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="heard">The clock of the received message, if messages carry one; otherwise 0.</param>
    public void Take(TraceEvent happened, long heard)
    {
        IsKnown |= happened.Number == 1;
        Stand(happened);
        Tick(happened, heard);
        if (happened is { Kind: TraceEventKind.Receive, From: { } from })
        {
            Hear(happened, from);
            if (_book?.Clocked == ClockedMessages.All)
                Queue(happened, from, new Timestamp(heard, from));
        }
        foreach (var send in happened.Sends)
            Send(send);
    }

    private void Stand(TraceEvent happened)
    {
        switch (happened.Kind)
        {
            case TraceEventKind.Request:
                (_standing, Request) = (Standing.Waiting, happened.Request);
                Settle();
                break;
            case TraceEventKind.Enter:
                (_standing, Request, _hasToken) = (Standing.Inside, happened.Request ?? Request, true);
                Settle();
                break;
            case TraceEventKind.Exit or TraceEventKind.Withdraw or TraceEventKind.Lose:
                (_standing, Request) = (Standing.Outside, null);
                Settle();
                break;
            case TraceEventKind.Crash or TraceEventKind.Pause:
                _rest = happened.Kind;
                break;
            case TraceEventKind.Restart:
                _rest = null;
                if (recollection != Recollection.Everything || happened.Detail == Names.Forgetful)
                    Forget();
                break;
            case TraceEventKind.Resume:
                _rest = null;
                break;
        }
    }

    private void Settle()
    {
        IsKnown = true;
        _missing.Clear();
        _consented.Clear();
    }

    private void Forget()
    {
        Settle();
        _deferred.Clear();
        _answered.Clear();
        _received.Clear();
        _queue.Clear();
        _hasToken = _beginsWithToken && _book?.IsTokenLostInCrash != true;
        (_standing, Request, _clock) = (Standing.Outside, null, 0);
    }

    private void Tick(TraceEvent happened, long heard)
    {
        if (_book?.Clocked is null or ClockedMessages.None)
            return;
        if (happened is { Kind: TraceEventKind.Request, Request: { } own })
            _clock = Math.Max(_clock, own.Clock);
        else if (happened is { Kind: TraceEventKind.Receive, Request: { } theirs } && happened.Message == Names.Request)
            _clock = Math.Max(_clock, theirs.Clock);
        if (_book.Clocked != ClockedMessages.All)
            return;
        _clock = Math.Max(_clock, heard);
        if (happened.Kind != TraceEventKind.Request && happened.Sends.Count > 0)
            _clock++;
    }

    private void Hear(TraceEvent happened, ProcessId from)
    {
        var kind = happened.Message;
        if (kind == Names.Request && happened.Request is { } theirs && !IsLate(happened))
            _received[from] = theirs;
        if (kind == _book?.Token)
            _hasToken = true;
        if (_book?.Consent is not { } consent)
            return;
        if (kind == consent && _standing == Standing.Waiting && happened.Request == Request)
        {
            _missing.Remove(from);
            _consented.Add(from);
        }
        if (words!.OwesConsent ? happened.Reply == ReplyTime.Deferred : kind == Names.Request || kind == _book.GivenBack)
            _deferred.Add(from);
        else if (kind == Release)
            _deferred.Remove(from);
    }

    // Any later message counts as a consent, and the queue has all requests that stand.
    private void Queue(TraceEvent happened, ProcessId from, Timestamp heard)
    {
        if (heard > Request)
            _missing.Remove(from);
        if (happened is { Message: Names.Request, Request: { } theirs })
            _queue[from] = theirs;
        else if (happened.Message == Release)
            _queue.Remove(from);
    }

    private void Send(TraceSend send)
    {
        if (send.Message == _book?.Token)
            _hasToken = false;
        if (_book?.Consent is not { } consent)
            return;
        if (send.Message == consent)
        {
            _deferred.Remove(send.To);
            if (send.Request is { } theirs)
                _answered[send.To] = theirs;
        }
        else if (_standing == Standing.Waiting && send.Request == Request
            && (send.Message == _book.GivenBack || send.Message == Names.Request && !_consented.Contains(send.To)))
        {
            _missing.Add(send.To);
            _consented.Remove(send.To);
        }
    }
}
