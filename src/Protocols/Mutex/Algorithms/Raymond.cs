using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.RaymondProtocol;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Raymond, "A Tree-Based Algorithm for Distributed Mutual Exclusion", ACM TOCS 7(1), 1989: the processes form a tree; each knows
/// on which side the privilege is, and sends messages only to its neighbours. A request goes towards the privilege; the privilege
/// comes back the same way and reverses the pointers. About log N messages per entry, about four under load.
/// </summary>
/// <remarks>
/// The root of the <see cref="Tree"/> has the privilege at first. The names of the paper: HOLDER is <c>_holder</c>, REQUEST_Q is
/// <c>_queue</c>, ASKED is <c>_asked</c>, USING is the phase <c>Held</c>. After each input, the paper's two routines run,
/// ASSIGN_PRIVILEGE and MAKE_REQUEST:
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
/// It assumes that no message is lost or doubled. Departure: a request may be withdrawn; the privilege that was asked for still
/// comes, and stays until a neighbour asks. A request may overtake the privilege that was sent before it; the paper shows that
/// this does no harm. No other messages can overtake each other, so messages may arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: the process is the holder;
/// (2) the holder has not asked;
/// (3) the holder's queue is empty unless it is inside;
/// (4) a process that is not the holder and whose queue is not empty has asked;
/// (5) the queue contains only the process itself, exactly while its phase is wanted, and its neighbours; each at most once;
/// (6) the privilege is here or on a neighbour's side.
/// </para>
/// </remarks>
internal class Raymond(ProcessId self, int processes, Tree tree) : MutexRules(self, processes)
{
    private readonly List<ProcessId> _queue = [];
    private ProcessId _holder = tree.Parent(self) ?? self;
    private bool _asked;

    /// <inheritdoc/>
    protected override string Details =>
        $"holder {_holder}, queue [{string.Join(", ", _queue)}], {(_asked ? "asked" : "not asked")}";

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
        Holds(
            5,
            _queue.Distinct().Count() == _queue.Count && _queue.TrueForAll(p => p == Self || IsNeighbour(p))
            && _queue.Contains(Self) == (Phase == Phase.Wanted));
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

    /// <summary>
    /// Whether a process that has received the privilege still counts as having asked; in the correct algorithm it does not.
    /// </summary>
    protected virtual bool AsksOnce => false;

    /// <summary>A process that passes the privilege on points to the receiver.</summary>
    protected virtual void Turn(ProcessId next) => _holder = next;

    private bool IsNeighbour(ProcessId other) => tree.AreNeighbours(Self, other);

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
