using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Carvalho and Roucairol, "On Mutual Exclusion in Computer Networks", CACM 26(2), 1983: Ricart and Agrawala's algorithm, in
/// which a reply is an authorisation that its receiver keeps until the other process asks for it. A process asks only those whose
/// authorisation is missing: 0 to 2(N-1) messages per entry.
/// </summary>
/// <remarks>
/// <code>
/// phase     input              condition                              next      effects
/// Released  Enter              authorisations are missing             Wanted    Request to those of whom one is missing
/// Released  Enter              none is missing                        Held      enter
/// Released  Request                                                   Released  Reply; theirs is missing
/// Wanted    Request            theirs goes first, theirs missing      Wanted    Reply
/// Wanted    Request            theirs goes first, theirs at hand      Wanted    Reply, Request; theirs is missing
/// Wanted    Request            ours goes first                        Wanted    none: deferred
/// Wanted    Request            theirs goes first, but they consented  Wanted    none: it was withdrawn
/// Wanted    Reply to ours      others are missing                     Wanted    none
/// Wanted    Reply to ours      the last one missing                   Held      enter
/// Held      Request                                                   Held      none: deferred
/// Held      Exit                                                      Released  Reply to all deferred; theirs are missing
/// Wanted    Withdraw                                                  Released  Reply to all deferred; theirs are missing
/// any       Reply              not to ours                            same      none
/// </code>
/// It assumes that no message is lost or doubled. Departure: a request may be withdrawn; a reply that comes afterwards is
/// ignored, as if the authorisation had been lost: each of the two processes then must ask the other. For this a reply carries
/// the timestamp of its request; so messages may arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: no authorisation is missing;
/// (2) wanted: an authorisation is missing, never the process's own, and all missing ones were asked for;
/// (3) released: no request is deferred, and no process counts as asked;
/// (4) wanted: every deferred request comes after the process's own;
/// (5) the clock is not behind any request that was deferred or made.
/// Of two processes at most one has the other's authorisation. No single process can check this; the explorer finds the
/// consequences of a violation.
/// </para>
/// </remarks>
internal class CarvalhoRoucairol : MutexRules
{
    private readonly ProcessSet _missing;
    private readonly ProcessSet _asked;
    private readonly List<Timestamp> _deferred = [];

    /// <summary>
    /// Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released, without any authorisation.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    public CarvalhoRoucairol(ProcessId self, int processes)
        : base(self, processes)
    {
        _asked = new ProcessSet(processes);
        _missing = new ProcessSet(processes);
        _missing.FillWithAllBut(self);
    }

    /// <inheritdoc/>
    protected override string Details => $"missing {_missing}, asked {_asked}, deferred [{string.Join(", ", _deferred)}]";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.Set(_missing);
        codec.Set(_asked);
        codec.List(_deferred, (c, request) => c.Timestamp(request));
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Held || _missing.Count == 0);
        Holds(2, Phase != Phase.Wanted || (_missing.Count > 0 && !_missing.Contains(Self)));
        Holds(3, Phase != Phase.Released || _deferred.Count + _asked.Count == 0);
        foreach (var other in _missing)
            Holds(2, Phase != Phase.Wanted || _asked.Contains(other));
        Holds(4, Phase != Phase.Wanted || _deferred.TrueForAll(theirs => Request < theirs));
        Holds(5, Clock >= (Request?.Clock ?? 0) && _deferred.TrueForAll(theirs => theirs.Clock <= Clock));
    }

    /// <summary>Ask each process whose authorisation is missing.</summary>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        var message = new Request(request);
        foreach (var other in _missing)
        {
            _asked.Add(other);
            outbox.Send(other, message);
        }
        EnterOnceAuthorised(outbox);
    }

    /// <summary>Reply to all deferred requests; the replies give the authorisations back.</summary>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        _asked.Clear();
        foreach (var theirs in _deferred)
            Consent(theirs, outbox);
        _deferred.Clear();
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

    /// <summary>A process defers its reply while it is inside, and while it wants to enter with the smaller timestamp.</summary>
    protected virtual bool MustDefer(Timestamp theirs) =>
        Phase == Phase.Held || (Phase == Phase.Wanted && Request < theirs);

    /// <summary>A reply gives the authorisation back: <paramref name="other"/> must be asked from now on.</summary>
    /// <returns>Whether it was at hand before.</returns>
    protected virtual bool GiveBack(ProcessId other) => _missing.Add(other);

    private void On(Request request, Outbox outbox)
    {
        AdvanceClock(request.At);
        if (MustDefer(request.At))
            _deferred.Add(request.At);
        else if (!HasConsented(request.From) && Consent(request.At, outbox) && Phase == Phase.Wanted)
        {
            _asked.Add(request.From);
            outbox.Send(request.From, new Request(Request!.Value));
        }
    }

    private void On(Reply reply, Outbox outbox)
    {
        if (Phase == Phase.Wanted && reply.To == Request && _missing.Remove(reply.From))
            EnterOnceAuthorised(outbox);
    }

    // When it consented it had no earlier request standing, so an earlier one that comes now was withdrawn.
    private bool HasConsented(ProcessId other) => _asked.Contains(other) && !_missing.Contains(other);

    private bool Consent(Timestamp theirs, Outbox outbox)
    {
        outbox.Send(theirs.Process, new Reply(Self, theirs));
        return GiveBack(theirs.Process);
    }

    private void EnterOnceAuthorised(Outbox outbox)
    {
        if (_missing.Count == 0)
            GoIn(outbox);
    }
}
