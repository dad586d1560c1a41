using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Ricart and Agrawala, "An Optimal Algorithm for Mutual Exclusion in Computer Networks", CACM 24(1), 1981: a process enters
/// once every other process has replied to its request; a process that is inside, or wants to enter with the smaller timestamp,
/// defers its reply until it leaves. 2(N-1) messages per entry, entries in the order of timestamps.
/// </summary>
/// <remarks>
/// <code>
/// phase     input              condition                    next      effects
/// Released  Enter                                           Wanted    Request to all others
/// Released  Request                                         Released  Reply
/// Wanted    Request            theirs goes first            Wanted    Reply
/// Wanted    Request            ours goes first              Wanted    none: deferred
/// Wanted    Reply to ours      others are missing           Wanted    none
/// Wanted    Reply to ours      the last one missing         Held      enter
/// Wanted    ResendDue          the second since the request Wanted    Request to those missing
/// Wanted    Withdraw                                        Released  Reply to all deferred
/// Held      Request                                         Held      none: deferred
/// Held      Exit                                            Released  Reply to all deferred
/// any       Request            answered before              same      Reply again
/// any       Request            deferred, or a late copy     same      none
/// any       Reply              not to ours, or again        same      none
/// </code>
/// The paper assumes a network that loses nothing and processes that do not stop. Departures: a request may be withdrawn. A
/// request is sent again until it is answered, and the reply carries its timestamp, so that the network may lose, duplicate and
/// reorder messages. If a process stops for good, no other process can enter; a process that lost this state must not come back.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) released: no reply is missing, none is deferred;
/// (2) wanted: at least one reply is missing, never the process's own;
/// (3) held: no reply is missing;
/// (4) wanted: every deferred request goes after the process's own;
/// (5) the clock is not behind any request seen or made.
/// </para>
/// Each rule that a broken variant can break is a virtual method.
/// </remarks>
internal class RicartAgrawala : MutexRules
{
    private readonly ProcessSet _missing;
    private readonly ProcessSet _deferred;
    private readonly Clocks _latest;
    private readonly TimeSpan _resendInterval;
    private bool _overdue;

    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    public RicartAgrawala(ProcessId self, int processes, MutexSettings? settings = null)
        : base(self, processes)
    {
        _resendInterval = (settings ?? MutexSettings.Default).ResendInterval;
        _missing = new ProcessSet(processes);
        _deferred = new ProcessSet(processes);
        _latest = new Clocks(processes);
    }

    /// <inheritdoc/>
    protected override string Details => $"missing {_missing}, deferred {_deferred}";

    /// <summary>
    /// Sends the request again to each process that has not answered it for a whole interval: the request or the reply may be
    /// lost.
    /// </summary>
    public override void ResendDue(Outbox outbox)
    {
        if (Phase != Phase.Wanted)
            return;
        if (_overdue)
            SendToMissing(Request!.Value, outbox);
        _overdue = true;
    }

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.Set(_missing);
        codec.Set(_deferred);
        _latest.Exchange(codec);
        _overdue = codec.Flag(_overdue);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Released || (_missing.Count == 0 && _deferred.Count == 0));
        Holds(2, Phase != Phase.Wanted || (_missing.Count > 0 && !_missing.Contains(Self)));
        Holds(3, Phase != Phase.Held || _missing.Count == 0);
        foreach (var peer in _deferred)
            Holds(4, Phase != Phase.Wanted || Request < new Timestamp(_latest[peer], peer));
        Holds(5, Clock >= (Request?.Clock ?? 0) && _latest.AreUpTo(Clock));
    }

    /// <summary>
    /// Rule 1: take a timestamp larger than all that were seen, and ask every other process (section "Algorithm", invoking mutual
    /// exclusion).
    /// </summary>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        _overdue = false;
        _missing.FillWithAllBut(Self);
        SendToMissing(request, outbox);
        EnterOnceAllConsent(outbox);
    }

    /// <summary>
    /// Rule 4: on leaving, reply to all deferred requests. Replies to a withdrawn request that come later are ignored.
    /// </summary>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        _missing.Clear();
        foreach (var peer in _deferred)
            outbox.Send(peer, new Reply(Self, new Timestamp(_latest[peer], peer)));
        _deferred.Clear();
    }

    /// <inheritdoc/>
    protected override void Begin(Outbox outbox) => outbox.Set(TimerId.Resend, _resendInterval);

    /// <inheritdoc/>
    protected override void OnTimer(TimerId timer, Outbox outbox)
    {
        ResendDue(outbox);
        outbox.Set(TimerId.Resend, _resendInterval);
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: On(request, outbox); break;
            case Reply reply: On(reply, outbox); break;
        }
    }

    /// <summary>
    /// Rule 3: a process defers its reply while it is inside, and while it wants to enter with the smaller timestamp.
    /// </summary>
    protected virtual bool MustDefer(Timestamp theirs) =>
        Phase == Phase.Held || (Phase == Phase.Wanted && Request < theirs);

    /// <summary>Rule 5 (not in the paper): only a reply to the standing request counts.</summary>
    protected virtual bool Answers(Reply reply) => reply.To == Request;

    /// <summary>Rule 1: no consent may be missing.</summary>
    protected virtual bool MayEnter(int missing) => missing == 0;

    /// <summary>Rule 5 (not in the paper): a repeated request is not answered while the reply to it is deferred.</summary>
    protected virtual bool StaysDeferred(Timestamp repeated) => _deferred.Contains(repeated.Process);

    // Rule 2: the clock is never behind a timestamp that was seen.
    private void On(Request request, Outbox outbox)
    {
        AdvanceClock(request.At);
        var latest = _latest[request.From];
        if (request.At.Clock < latest)
            return;
        var again = request.At.Clock == latest;
        if (again && StaysDeferred(request.At))
            return;
        _latest[request.From] = request.At.Clock;
        if (!again && MustDefer(request.At))
        {
            _deferred.Add(request.From);
            return;
        }
        _deferred.Remove(request.From);
        outbox.Send(request.From, new Reply(Self, request.At));
    }

    private void On(Reply reply, Outbox outbox)
    {
        if (Phase == Phase.Wanted && Answers(reply) && _missing.Remove(reply.From))
            EnterOnceAllConsent(outbox);
    }

    private void EnterOnceAllConsent(Outbox outbox)
    {
        if (MayEnter(_missing.Count))
            GoIn(outbox);
    }

    private void SendToMissing(Timestamp at, Outbox outbox)
    {
        var request = new Request(at);
        foreach (var peer in _missing)
            outbox.Send(peer, request);
    }
}
