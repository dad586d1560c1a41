using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Mutex;

/// <summary>
/// Ricart and Agrawala, "An Optimal Algorithm for Mutual Exclusion in Computer Networks", CACM 24(1), 1981: a process enters
/// once every other process has replied to its request; a process that is inside, or wants in with the smaller timestamp,
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
/// The paper assumes a network that loses nothing and processes that do not stop. Departures: a request may be withdrawn; it is sent
/// again until it is answered, and carries its timestamp in the reply, so that the network may lose, duplicate and reorder messages. A process
/// that stops for good keeps the others out, and one that lost this state must not come back.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) released: no reply is missing, none is deferred;
/// (2) wanted: at least one reply is missing, never the process's own;
/// (3) held: no reply is missing;
/// (4) wanted: every deferred request goes after the process's own;
/// (5) the clock is not behind any request seen or made.
/// </para>
/// The rules that a broken variant would break are virtual, one method each.
/// </remarks>
public class RicartAgrawala : IMutexRules
{
    private readonly ProcessId _self;
    private readonly int _processes;
    private readonly ProcessSet _missing;
    private readonly ProcessSet _deferred;
    private readonly long[] _latest;
    private long _clock;
    private bool _overdue;

    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    public RicartAgrawala(ProcessId self, int processes)
    {
        if (self.Value < 1 || self.Value > processes)
            throw new ArgumentOutOfRangeException(nameof(self), self, $"self must be from 1 to {processes}, was [{self}].");
        _self = self;
        _processes = processes;
        _missing = new ProcessSet(processes);
        _deferred = new ProcessSet(processes);
        _latest = new long[processes];
    }

    /// <inheritdoc/>
    public Phase Phase { get; private set; }

    /// <inheritdoc/>
    public Timestamp? Request { get; private set; }

    /// <summary>Rule 1: take a timestamp larger than any seen, and ask everybody else (section "Algorithm", invoking mutual exclusion).</summary>
    public void Enter(Effects effects)
    {
        Require(Phase.Released, nameof(Enter));
        var request = new Timestamp(++_clock, _self);
        Request = request;
        Phase = Phase.Wanted;
        _overdue = false;
        _missing.FillWithAllBut(_self);
        SendToMissing(request, effects);
        EnterOnceAllConsent(request, effects);
    }

    /// <summary>Rule 4: on leaving, reply to all that were deferred.</summary>
    public virtual void Exit(Effects effects)
    {
        Require(Phase.Held, nameof(Exit));
        Release(effects);
    }

    /// <summary>Ends a standing request as an exit does; what replies still come no longer answer anything.</summary>
    public virtual void Withdraw(Effects effects)
    {
        Require(Phase.Wanted, nameof(Withdraw));
        Release(effects);
    }

    /// <inheritdoc/>
    public void Receive(IWireMessage message, Effects effects)
    {
        if (message.From == _self || message.From.Value < 1 || message.From.Value > _processes)
            return;
        switch (message)
        {
            case Request request: On(request, effects); break;
            case Reply reply: On(reply, effects); break;
        }
    }

    /// <summary>Sends again to those that left the request unanswered since before the last time: the request or the reply may be lost.</summary>
    public virtual void ResendDue(Effects effects)
    {
        if (Phase != Phase.Wanted)
            return;
        if (_overdue)
            SendToMissing(Request!.Value, effects);
        _overdue = true;
    }

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        Phase = codec.Phase(Phase);
        Request = codec.Request(Request);
        codec.Set(_missing);
        codec.Set(_deferred);
        codec.Numbers(_latest);
        _clock = codec.Number(_clock);
        _overdue = codec.Flag(_overdue);
    }

    /// <inheritdoc/>
    public void Check()
    {
        Holds(1, Phase != Phase.Released || (_missing.Count == 0 && _deferred.Count == 0 && Request is null));
        Holds(2, Phase != Phase.Wanted || (_missing.Count > 0 && !_missing.Contains(_self)));
        Holds(3, Phase != Phase.Held || _missing.Count == 0);
        foreach (var peer in _deferred)
            Holds(4, Phase != Phase.Wanted || Request < new Timestamp(_latest[peer.Value - 1], peer));
        Holds(5, _clock >= (Request?.Clock ?? 0) && _clock >= _latest.Max());
    }

    /// <summary>Phase, request and sets, for the message of an error.</summary>
    public override string ToString() =>
        $"process {_self}: {Phase}, request {Request?.ToString() ?? "none"}, clock {_clock}, missing {_missing}, deferred {_deferred}";

    /// <summary>Rule 2: the clock is never behind a timestamp seen, so that the next request goes after it.</summary>
    protected virtual void AdvanceClock(Timestamp seen) => _clock = Math.Max(_clock, seen.Clock);

    /// <summary>Rule 3: a reply is deferred while inside, and while wanting in with the smaller timestamp.</summary>
    protected virtual bool MustDefer(Timestamp theirs) =>
        Phase == Phase.Held || (Phase == Phase.Wanted && Request < theirs);

    /// <summary>Rule 5, ours: only a reply to the standing request counts.</summary>
    protected virtual bool Answers(Reply reply) => reply.To == Request;

    /// <summary>Rule 1: nobody's consent may be missing.</summary>
    protected virtual bool MayEnter(int missing) => missing == 0;

    /// <summary>Rule 5, ours: a request that comes again is not answered while the reply to it is deferred.</summary>
    protected virtual bool StaysDeferred(Timestamp repeated) => _deferred.Contains(repeated.Process);

    private void On(Request request, Effects effects)
    {
        AdvanceClock(request.At);
        ref var latest = ref _latest[request.From.Value - 1];
        if (request.At.Clock < latest)
            return;
        var again = request.At.Clock == latest;
        if (again && StaysDeferred(request.At))
            return;
        latest = request.At.Clock;
        if (!again && MustDefer(request.At))
        {
            _deferred.Add(request.From);
            return;
        }
        _deferred.Remove(request.From);
        effects.Send(request.From, new Reply(_self, request.At));
    }

    private void On(Reply reply, Effects effects)
    {
        if (Phase == Phase.Wanted && Answers(reply) && _missing.Remove(reply.From))
            EnterOnceAllConsent(Request!.Value, effects);
    }

    private void EnterOnceAllConsent(Timestamp request, Effects effects)
    {
        if (!MayEnter(_missing.Count))
            return;
        Phase = Phase.Held;
        effects.Enter(request);
    }

    private void Release(Effects effects)
    {
        Phase = Phase.Released;
        Request = null;
        _missing.Clear();
        foreach (var peer in _deferred)
            effects.Send(peer, new Reply(_self, new Timestamp(_latest[peer.Value - 1], peer)));
        _deferred.Clear();
    }

    private void SendToMissing(Timestamp at, Effects effects)
    {
        var request = new Request(at);
        foreach (var peer in _missing)
            effects.Send(peer, request);
    }

    private void Require(Phase phase, string input)
    {
        if (Phase != phase)
            throw new InvalidOperationException($"{input} must come in phase {phase}, was [{this}].");
    }

    private void Holds(int invariant, bool holds)
    {
        if (!holds)
            throw new InvalidOperationException($"Invariant ({invariant}) must hold, was [{this}].");
    }
}
