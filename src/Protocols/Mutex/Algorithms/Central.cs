using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.CentralProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// A central coordinator, process 1, as in the textbooks (Tanenbaum and van Steen, "Distributed Systems", chapter
/// "Coordination"): a process asks it, enters when it grants, and tells it on leaving. Three messages per entry. The coordinator
/// has a client of its own, too, whose entries cost no message.
/// </summary>
/// <remarks>
/// <code>
/// process      phase     input                condition                  next      effects
/// client       Released  Enter                                           Wanted    Request to the coordinator
/// client       Wanted    Grant                of ours                    Held      enter
/// client       Held      Exit                                            Released  Release to the coordinator
/// client       Wanted    Withdraw                                        Released  Release to the coordinator
/// client       any       Grant                of a withdrawn request     same      none
/// coordinator            Request, own Enter   nobody has the section               Grant
/// coordinator            Request, own Enter   somebody has it                      none: it waits in the order of arrival
/// coordinator            Release, own Exit    somebody waits                       Grant to who came first
/// coordinator            Release              of a request that waits              none: it no longer does
/// </code>
/// It assumes that no message is lost or doubled. Departure: a request may be withdrawn. Its release may then overtake it, so the
/// coordinator remembers for each process which requests are over: all up to the latest released one, since a process makes one
/// at a time. So messages may arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) no request waits while the section is free;
/// (2) no request that is over waits or is granted;
/// (3) the coordinator is inside exactly while its own request is granted;
/// (4) a process that is not the coordinator stores no requests of others.
/// </para>
/// </remarks>
internal class Central(ProcessId self, int processes) : MutexRules(self, processes)
{
    private static readonly ProcessId Coordinator = new(1);

    private readonly List<Timestamp> _waiting = [];
    private readonly PerProcess<long> _over = new(self == Coordinator ? processes : 0);
    private Timestamp? _granted;

    /// <inheritdoc/>
    protected override string Details => $"granted {_granted?.ToString() ?? "none"}, waiting [{string.Join(", ", _waiting)}]";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        if (Self != Coordinator)
            return;
        codec.List(_waiting, (c, request) => c.Timestamp(request));
        codec.Numbers(_over.Values);
        _granted = codec.Request(_granted);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, _granted is not null || _waiting.Count == 0);
        Holds(2, Self != Coordinator || (!_waiting.Exists(IsOver) && !(_granted is { } granted && IsOver(granted))));
        Holds(3, Self != Coordinator || (Phase == Phase.Held) == (_granted?.Process == Self));
        Holds(4, Self == Coordinator || (_granted is null && _waiting.Count == 0));
    }

    /// <inheritdoc/>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        if (Self == Coordinator)
            OnRequest(request, outbox);
        else
            outbox.Send(Coordinator, new Request(request));
    }

    /// <inheritdoc/>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        if (Self == Coordinator)
            OnRelease(request, outbox);
        else
            outbox.Send(Coordinator, new Release(request));
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request when Self == Coordinator: OnRequest(request.At, outbox); break;
            case Release release when Self == Coordinator: OnRelease(release.Over, outbox); break;
            case Grant grant when Phase == Phase.Wanted && grant.To == Request: GoIn(outbox); break;
        }
    }

    /// <summary>The coordinator's only rule: it grants the section only while the section is free.</summary>
    protected virtual bool MayGrant => _granted is null;

    /// <summary>Which of the waiting requests, oldest first, is granted next: the oldest.</summary>
    protected virtual Timestamp NextOf(IReadOnlyList<Timestamp> waiting) => waiting[0];

    private bool IsOver(Timestamp request) => request.Clock <= _over[request.Process];

    private void OnRequest(Timestamp request, Outbox outbox)
    {
        if (IsOver(request))
            return;
        _waiting.Add(request);
        GrantNext(outbox);
    }

    private void OnRelease(Timestamp request, Outbox outbox)
    {
        ref var over = ref _over[request.Process];
        over = Math.Max(over, request.Clock);
        _waiting.RemoveAll(IsOver);
        if (_granted is { } granted && IsOver(granted))
            _granted = null;
        GrantNext(outbox);
    }

    private void GrantNext(Outbox outbox)
    {
        if (_waiting.Count == 0 || !MayGrant)
            return;
        var next = NextOf(_waiting);
        _waiting.Remove(next);
        _granted = next;
        if (next.Process == Self)
            GoIn(outbox);
        else
            outbox.Send(next.Process, new Grant(Self, next));
    }
}
