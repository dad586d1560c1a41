using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Suzuki and Kasami, "A Distributed Mutual Exclusion Algorithm", ACM TOCS 3(4), 1985: whoever has the privilege may enter. A
/// process without it asks all others; the privilege goes to a process that asked, and carries the queue of the waiting processes
/// and, for each process, the number of its last granted request. 0 or N messages per entry.
/// </summary>
/// <remarks>
/// The names of the paper: RN is <c>_asked</c>, LN is <c>_granted</c>, Q is <c>_queue</c>, HavePrivilege is <c>_hasPrivilege</c>.
/// Process 1 has the privilege at first.
/// <code>
/// phase     input        condition                             next      effects
/// Released  Enter        privilege at hand                     Held      enter
/// Released  Enter        privilege elsewhere                   Wanted    Request to all others
/// Released  Request      privilege at hand, a new request      Released  Privilege
/// any       Request      otherwise                             same      none: the largest number by process is kept
/// Wanted    Privilege                                          Held      enter
/// Held      Exit         others have asked                     Released  Privilege to the head of the queue
/// Held      Exit         nobody has asked                      Released  none: the privilege stays
/// Wanted    Withdraw                                           Released  none
/// Released  Privilege    withdrawn before it came              Released  as at an exit
/// </code>
/// It assumes that no message is lost, and that the privilege is not doubled. Departures: a request is numbered even if the
/// privilege is at hand, since the number names it; a request may be withdrawn, and the privilege that it brings is passed on as
/// if the process had entered and left; a request is new if its number is above LN, not only if it is LN + 1, since the requests
/// in between may have been withdrawn. As in the paper, messages may arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: the privilege is at hand;
/// (2) wanted: it is not;
/// (3) with the privilege at hand and nobody inside, nobody is in the queue and no request is new;
/// (4) nobody is in the queue twice, and not the process itself;
/// (5) the process was granted no request that it did not make.
/// </para>
/// </remarks>
internal class SuzukiKasami : MutexRules
{
    private readonly PerProcess<long> _asked;
    private readonly List<ProcessId> _queue = [];
    private PerProcess<long> _granted;
    private bool _hasPrivilege;

    /// <summary>
    /// Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released; process 1 has the privilege.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    public SuzukiKasami(ProcessId self, int processes)
        : base(self, processes)
    {
        _asked = new PerProcess<long>(processes);
        _hasPrivilege = self.Value == 1;
        _granted = new PerProcess<long>(_hasPrivilege ? processes : 0);
    }

    /// <inheritdoc/>
    protected override string Details =>
        $"RN [{string.Join(", ", _asked.Values.ToArray())}], "
        + (_hasPrivilege
            ? $"privilege with LN [{string.Join(", ", _granted.Values.ToArray())}], Q [{string.Join(", ", _queue)}]"
            : "no privilege");

    /// <summary>Whether the privilege is at hand.</summary>
    protected bool HasPrivilege => _hasPrivilege;

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.Numbers(_asked.Values);
        _hasPrivilege = codec.Flag(_hasPrivilege);
        if (!_hasPrivilege)
        {
            _granted = new PerProcess<long>(0);
            _queue.Clear();
            return;
        }
        if (_granted.Count == 0)
            _granted = new PerProcess<long>(Processes);
        codec.Numbers(_granted.Values);
        codec.List(_queue, (c, process) => c.Process(process));
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Held || _hasPrivilege);
        Holds(2, Phase != Phase.Wanted || !_hasPrivilege);
        if (!_hasPrivilege)
            return;
        for (var id = 1; id <= Processes; id++)
            Holds(3, Phase == Phase.Held || !IsNew(new ProcessId(id)));
        Holds(3, Phase == Phase.Held || _queue.Count == 0);
        Holds(4, _queue.Distinct().Count() == _queue.Count && !_queue.Contains(Self));
        Holds(5, _granted[Self] <= _asked[Self]);
    }

    /// <summary>Procedure P1, up to the critical section: a process without the privilege asks all others for it.</summary>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        _asked[Self] = request.Clock;
        if (_hasPrivilege)
            GoIn(outbox);
        else
            SendToOthers(new Request(request), outbox);
    }

    /// <summary>
    /// Procedure P1, after the critical section: queue the processes that have asked in the meantime, and hand the privilege to
    /// the first one.
    /// </summary>
    protected override void Leave(Timestamp request, Outbox outbox) => PassOn(outbox);

    private void PassOn(Outbox outbox)
    {
        if (!_hasPrivilege)
            throw new BrokenRuleException(
                "A process that leaves must have the privilege; it passed it on while it was inside, because a second one came.");
        _granted[Self] = _asked[Self];
        for (var id = 1; id <= Processes; id++)
        {
            var other = new ProcessId(id);
            if (IsNew(other) && !_queue.Contains(other))
                _queue.Add(other);
        }
        if (_queue.Count == 0)
            return;
        var next = _queue[0];
        _queue.RemoveAt(0);
        HandOver(next, outbox);
    }

    /// <summary>The privilege still comes; there is nothing to do until then.</summary>
    protected override void GiveUp(Timestamp request, Outbox outbox)
    {
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: On(request, outbox); break;
            case Privilege privilege: On(privilege, outbox); break;
        }
    }

    /// <summary>The sender of the privilege no longer has it.</summary>
    protected virtual void Lose()
    {
        _hasPrivilege = false;
        _granted = new PerProcess<long>(0);
        _queue.Clear();
    }

    /// <summary>RN: the number of the latest request of a process that it has heard of.</summary>
    protected long Asked(ProcessId process) => _asked[process];

    /// <summary>Whether a request is new: compares its number with the number of the last granted request.</summary>
    protected virtual bool IsNew(long asked, long granted) => asked > granted;

    private bool IsNew(ProcessId process) => IsNew(_asked[process], _granted[process]);

    // Procedure P2: note the request, and hand the privilege over if it is not in use.
    private void On(Request request, Outbox outbox)
    {
        ref var asked = ref _asked[request.From];
        asked = Math.Max(asked, request.At.Clock);
        if (_hasPrivilege && Phase == Phase.Released && IsNew(request.From))
            HandOver(request.From, outbox);
    }

    private void On(Privilege privilege, Outbox outbox)
    {
        _hasPrivilege = true;
        _granted = new PerProcess<long>([.. privilege.Granted]);
        // The queue is empty here, unless the privilege was doubled. Even then no process is in it twice, so it has at most N
        // elements.
        _queue.AddRange(_queue.Count == 0 ? privilege.Queue : privilege.Queue.Except(_queue));
        if (Phase == Phase.Wanted)
            GoIn(outbox);
        else
            PassOn(outbox);
    }

    // If the sender knows only from the queue that a process waits, it does not know the number of the request: it has the number
    // of an earlier one, or none.
    private void HandOver(ProcessId next, Outbox outbox)
    {
        Timestamp? request = IsAbove(next) ? new Timestamp(_asked[next], next) : null;
        outbox.Send(next, new Privilege(Self, request, [.. _queue], _granted.Values.ToArray()));
        Lose();
    }

    private bool IsAbove(ProcessId process) => _asked[process] > _granted[process];
}
