using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Suzuki and Kasami, "A Distributed Mutual Exclusion Algorithm", ACM TOCS 3(4), 1985: whoever has the privilege may enter. Who has it not asks everybody; the
/// privilege goes to the one it is asked by, and carries the queue of those who wait and the number of the last request that each was granted. 0 or N messages
/// per entry.
/// </summary>
/// <remarks>
/// The names of the paper: RN is <c>_asked</c>, LN is <c>_granted</c>, Q is <c>_queue</c>, HavePrivilege is <c>_hasPrivilege</c>. Process 1 has the privilege
/// at first.
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
/// It assumes that no message is lost, and that the privilege is not doubled. Departures: a request is numbered even where the privilege is at hand, since the
/// number names it; a request may be withdrawn, and the privilege that it brings is passed on as if the process had entered and left; a request is new where
/// its number is above LN, not only where it is LN + 1, since the ones between may have been withdrawn. As in the paper, messages may arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: the privilege is at hand;
/// (2) wanted: it is not;
/// (3) with the privilege at hand and nobody inside, nobody is in the queue and no request is new;
/// (4) nobody is in the queue twice, and not the process itself;
/// (5) the process was granted no request that it did not make.
/// </para>
/// </remarks>
public class SuzukiKasami : MutexRules
{
    private readonly PerProcess<long> _asked;
    private readonly List<ProcessId> _queue = [];
    private PerProcess<long> _granted;
    private bool _hasPrivilege;

    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released; process 1 has the privilege.</summary>
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
        $"asked [{string.Join(", ", _asked.Values.ToArray())}], {(_hasPrivilege ? "privilege at hand" : "no privilege")}, granted [{string.Join(", ", _granted.Values.ToArray())}], queue [{string.Join(", ", _queue)}]";

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

    /// <summary>Procedure P1, up to the critical section: without the privilege, ask all others for it.</summary>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        _asked[Self] = request.Clock;
        if (_hasPrivilege)
            GoIn(outbox);
        else
            SendToOthers(new Request(request), outbox);
    }

    /// <summary>Procedure P1, after the critical section: queue those who have asked meanwhile, and hand the privilege to the first.</summary>
    protected override void Leave(Timestamp request, Outbox outbox) => PassOn(outbox);

    private void PassOn(Outbox outbox)
    {
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

    /// <summary>The privilege comes all the same: nothing to do until then.</summary>
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

    /// <summary>Who sends the privilege has it no longer.</summary>
    protected virtual void Lose()
    {
        _hasPrivilege = false;
        _granted = new PerProcess<long>(0);
        _queue.Clear();
    }

    /// <summary>Whether a request is new: its number against that of the last one granted.</summary>
    protected virtual bool IsNew(long asked, long granted) => asked > granted;

    private bool IsNew(ProcessId process) => IsNew(_asked[process], _granted[process]);

    // Procedure P2: note the request, and hand the privilege over if it lies idle.
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
        // The queue is empty here, unless the privilege was doubled; then nobody waits in it twice all the same, and it stays as short as there are processes.
        _queue.AddRange(_queue.Count == 0 ? privilege.Queue : privilege.Queue.Except(_queue));
        if (Phase == Phase.Wanted)
            GoIn(outbox);
        else
            PassOn(outbox);
    }

    // Of a process that the sender knows from the queue alone, it does not know the number of the request: the one it knows is that of an earlier request, or none.
    private void HandOver(ProcessId next, Outbox outbox)
    {
        Timestamp? request = IsAbove(next) ? new Timestamp(_asked[next], next) : null;
        outbox.Send(next, new Privilege(Self, request, [.. _queue], _granted.Values.ToArray()));
        Lose();
    }

    private bool IsAbove(ProcessId process) => _asked[process] > _granted[process];
}
