using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.LamportProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM 21(7), 1978, the algorithm of rules 1 to 5:
/// every process keeps the queue of all standing requests. It enters once its own request is first and it has received a later
/// message from every other process. 3(N-1) messages per entry, entries in the order of timestamps.
/// </summary>
/// <remarks>
/// <code>
/// phase     input                condition                                      next      effects
/// Released  Enter                                                               Wanted    Request to all others
/// any       Request                                                             same      Acknowledge; it joins the queue
/// any       Release                                                             same      none: the request leaves the queue
/// Wanted    any message          none ahead, and from all others a later one    Held      enter
/// Held      Exit                                                                Released  Release to all others
/// Wanted    Withdraw                                                            Released  Release to all others
/// </code>
/// It assumes that no message is lost or doubled, and that messages from one process to another arrive in the order in which they
/// were sent: a process that has received a later message from another has also received its earlier request. Departure: a
/// request may be withdrawn, by a release. Of the queue a process stores only which processes are in it, and which of them are
/// ahead of its own request: rule 5 needs no more.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) while no request stands, no process is ahead and no message is awaited;
/// (2) a process that is ahead is in the queue;
/// (3) wanted: a process is ahead, or a later message is still missing;
/// (4) held: no process is ahead, and a later message came from every other process.
/// </para>
/// </remarks>
internal class Lamport(ProcessId self, int processes) : MutexRules(self, processes)
{
    private readonly ProcessSet _queue = new(processes);
    private readonly ProcessSet _ahead = new(processes);
    private readonly ProcessSet _unheard = new(processes);

    /// <inheritdoc/>
    protected override string Details => $"others queued {_queue}, of them ahead {_ahead}, nothing later from {_unheard}";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.Set(_queue);
        codec.Set(_ahead);
        codec.Set(_unheard);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Released || (_ahead.Count == 0 && _unheard.Count == 0));
        foreach (var other in _ahead)
            Holds(2, _queue.Contains(other));
        Holds(3, Phase != Phase.Wanted || !IsNext);
        Holds(4, Phase != Phase.Held || IsNext);
    }

    /// <summary>
    /// Rule 1: send the request to every other process, and put it on the process's own queue. It comes after all requests in the
    /// queue, and after all timestamps seen.
    /// </summary>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        _unheard.FillWithAllBut(Self);
        foreach (var other in _queue)
            _ahead.Add(other);
        SendToOthers(new Request(request), outbox);
        EnterOnceNext(outbox);
    }

    /// <summary>
    /// Rule 3: take the process's own request off the queue, and send a timestamped release to every other process.
    /// </summary>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        _ahead.Clear();
        _unheard.Clear();
        SendToOthers(new Release(Stamp(), request), outbox);
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: On(request, outbox); break;
            case Acknowledge acknowledge: Hear(acknowledge.At); break;
            case Release release: On(release); break;
        }
        if (Phase == Phase.Wanted)
            EnterOnceNext(outbox);
    }

    /// <summary>Rule 5 (i): whether another request is before the process's own.</summary>
    protected virtual bool GoesBefore(Timestamp theirs) => Request is { } ours && theirs < ours;

    /// <summary>Rule 5 (ii): whether a message is later than the process's own request.</summary>
    protected virtual bool IsLater(Timestamp at) => Request is { } ours && ours < at;

    private bool IsNext => _ahead.Count == 0 && _unheard.Count == 0;

    // Rule 2: put the request on the queue, and acknowledge it with a timestamp.
    private void On(Request request, Outbox outbox)
    {
        Hear(request.At);
        _queue.Add(request.From);
        if (GoesBefore(request.At))
            _ahead.Add(request.From);
        outbox.Send(request.From, new Acknowledge(Stamp(), request.At));
    }

    // Rule 4: take the request off the queue.
    private void On(Release release)
    {
        Hear(release.At);
        _queue.Remove(release.From);
        _ahead.Remove(release.From);
    }

    private void Hear(Timestamp at)
    {
        AdvanceClock(at);
        if (IsLater(at))
            _unheard.Remove(at.Process);
    }

    private void EnterOnceNext(Outbox outbox)
    {
        if (IsNext)
            GoIn(outbox);
    }
}
