using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.RaymondProtocol;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Raymond, "A Tree-Based Algorithm for Distributed Mutual Exclusion", ACM TOCS 7(1), 1989: the processes form a tree, each knows on which side the privilege
/// is, and speaks with its neighbours alone. A request goes towards the privilege, the privilege comes back the same way and turns the pointers round. About
/// log N messages per entry, some four under load.
/// </summary>
/// <remarks>
/// The tree is the balanced binary one, where the neighbours of process i are i/2, 2i and 2i+1; process 1, its root, has the privilege at first. The names of
/// the paper: HOLDER is <c>_holder</c>, REQUEST_Q is <c>_queue</c>, ASKED is <c>_asked</c>, USING is the phase <c>Held</c>. After each input come the paper's
/// two routines, ASSIGN_PRIVILEGE and MAKE_REQUEST:
/// <code>
/// input        change of state
/// Enter        the process joins its queue
/// Request      the neighbour joins the queue
/// Privilege    the process is the holder
/// Exit         the section is free
/// Withdraw     the process leaves its queue
///
/// routine            condition                                          effects
/// ASSIGN_PRIVILEGE   holder, nobody inside, the process itself first    enter
/// ASSIGN_PRIVILEGE   holder, nobody inside, a neighbour first           Privilege to it; it is the holder's side now
/// MAKE_REQUEST       not holder, somebody queues, not asked yet         Request to the holder's side
/// </code>
/// It assumes that no message is lost or doubled. Departure: a request may be withdrawn; the privilege that was asked for comes all the same, and stays until a
/// neighbour asks. A request may overtake the privilege sent before it, as the paper says, without harm; nothing else can overtake, so messages may arrive in
/// any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: the process is the holder;
/// (2) the holder has not asked;
/// (3) the holder's queue is empty unless it is inside;
/// (4) who is not the holder and has somebody queued has asked;
/// (5) the queue has only the process itself and its neighbours, each once, and the process exactly while it is wanted;
/// (6) the privilege is here or on a neighbour's side.
/// </para>
/// </remarks>
public class Raymond(ProcessId self, int processes) : MutexRules(self, processes)
{
    private readonly List<ProcessId> _queue = [];
    private ProcessId _holder = self.Value == 1 ? self : Parent(self);
    private bool _asked;

    /// <inheritdoc/>
    protected override string Details => $"holder {_holder}, queue [{string.Join(", ", _queue)}], {(_asked ? "asked" : "not asked")}";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.List(_queue, (c, process) => c.Process(process));
        _holder = codec.Process(_holder);
        _asked = codec.Flag(_asked);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Held || _holder == Self);
        Holds(2, _holder != Self || !_asked);
        Holds(3, _holder != Self || Phase == Phase.Held || _queue.Count == 0);
        Holds(4, _holder == Self || _queue.Count == 0 || _asked);
        Holds(5, _queue.Distinct().Count() == _queue.Count && _queue.TrueForAll(p => p == Self || IsNeighbour(p)) && _queue.Contains(Self) == (Phase == Phase.Wanted));
        Holds(6, _holder == Self || IsNeighbour(_holder));
    }

    /// <inheritdoc/>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        _queue.Add(Self);
        AssignPrivilege(outbox);
        MakeRequest(outbox);
    }

    /// <inheritdoc/>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        AssignPrivilege(outbox);
        MakeRequest(outbox);
    }

    /// <inheritdoc/>
    protected override void GiveUp(Timestamp request, Outbox outbox) => _queue.Remove(Self);

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: _queue.Add(request.From); break;
            case Privilege: _holder = Self; _asked = AsksOnce; break;
        }
        AssignPrivilege(outbox);
        MakeRequest(outbox);
    }

    /// <summary>Whether a process that has got the privilege it asked for counts as having asked still: it does not.</summary>
    protected virtual bool AsksOnce => false;

    /// <summary>Who passes the privilege on points to where it went.</summary>
    protected virtual void Turn(ProcessId next) => _holder = next;

    private static ProcessId Parent(ProcessId process) => new(process.Value / 2);

    private bool IsNeighbour(ProcessId other) => Parent(other) == Self || Parent(Self) == other;

    private void AssignPrivilege(Outbox outbox)
    {
        if (_holder != Self || Phase == Phase.Held || _queue.Count == 0)
            return;
        var next = _queue[0];
        _queue.RemoveAt(0);
        if (next == Self)
        {
            GoIn(outbox);
            return;
        }
        outbox.Send(next, new Privilege(Self));
        Turn(next);
    }

    private void MakeRequest(Outbox outbox)
    {
        if (_holder == Self || _queue.Count == 0 || _asked)
            return;
        outbox.Send(_holder, new Request(Self));
        _asked = true;
    }
}
