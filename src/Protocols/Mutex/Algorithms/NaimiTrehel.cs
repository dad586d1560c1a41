using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.NaimiTrehelProtocol;
using IWireMessage = Coterie.Protocols.Mutex.MutexProtocol.IWireMessage;

namespace Coterie.Protocols.Mutex.Algorithms;

/// <summary>
/// Naimi, Trehel and Arnold, "A Log(N) Distributed Mutual Exclusion Algorithm Based on Path Reversal", JPDC 34(1), 1996: a
/// request goes from father to father to the process that asked last, and each process on the way makes the requester its father.
/// The waiting processes form a queue in which each knows the next one; the token goes along this queue. On average H(N-1)
/// messages per entry, the harmonic number of N-1.
/// </summary>
/// <remarks>
/// The names of the paper: father is <c>_father</c> (nil if there is none), next is <c>_next</c>, token_present is
/// <c>_hasToken</c>; requesting_cs is the phase <c>Held</c> or <c>_awaitsToken</c>. Process 1 has the token at first, and is the
/// father of all others.
/// <code>
/// phase     input        condition                             next      effects
/// Released  Enter        token at hand                         Held      enter
/// Released  Enter        token elsewhere                       Wanted    Request to the father; the father is nil
/// Released  Enter        the token was asked for already       Wanted    none
/// any       Request      father nil, token at hand, idle       same      Token; the father is the requester
/// any       Request      father nil, inside or awaiting        same      none: the requester is next; it is the father
/// any       Request      otherwise                             same      Request to the father; the father is the requester
/// Wanted    Token                                              Held      enter
/// Held      Exit         somebody is next                      Released  Token to it
/// Held      Exit         nobody is next                        Released  none: the token stays
/// Wanted    Withdraw                                           Released  none
/// Released  Token        withdrawn before it came              Released  as at an exit
/// </code>
/// It assumes that no message is lost or doubled; they may arrive in any order. Departure: a request may be withdrawn, but its
/// place in the queue stays. So the token still comes, and is passed on as if the process had entered and left. If the process
/// asks again before that, the new request takes the place of the withdrawn one.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: the token is at hand;
/// (2) wanted: the token is not at hand, and is awaited;
/// (3) a process that has the token does not await it;
/// (4) there is a next process only while this process is inside or awaits the token, and then it has a father;
/// (5) without a father, the token is at hand or awaited;
/// (6) no process is its own father, or its own next process.
/// </para>
/// </remarks>
internal class NaimiTrehel : MutexRules
{
    private ProcessId? _father;
    private Timestamp? _next;
    private bool _hasToken;
    private bool _awaitsToken;

    /// <summary>
    /// Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released; process 1 has the token.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    public NaimiTrehel(ProcessId self, int processes)
        : base(self, processes)
    {
        _hasToken = self.Value == 1;
        _father = _hasToken ? null : new ProcessId(1);
    }

    /// <inheritdoc/>
    protected override string Details =>
        $"father {_father?.ToString() ?? "nil"}, next {_next?.ToString() ?? "nil"}, "
        + $"token {(_hasToken ? "at hand" : _awaitsToken ? "awaited" : "elsewhere")}";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        var father = codec.Process(_father ?? default);
        _father = father == default ? null : father;
        _next = codec.Request(_next);
        _hasToken = codec.Flag(_hasToken);
        _awaitsToken = codec.Flag(_awaitsToken);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Held || _hasToken);
        Holds(2, Phase != Phase.Wanted || (!_hasToken && _awaitsToken));
        Holds(3, !_hasToken || !_awaitsToken);
        Holds(4, _next is null || ((Phase == Phase.Held || _awaitsToken) && _father is not null));
        Holds(5, _father is not null || _hasToken || _awaitsToken);
        Holds(6, _father != Self && _next?.Process != Self);
    }

    /// <inheritdoc/>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        if (_hasToken)
        {
            GoIn(outbox);
            return;
        }
        if (_awaitsToken)
            return;
        _awaitsToken = true;
        outbox.Send(_father!.Value, new Request(Self, request));
        _father = null;
    }

    /// <inheritdoc/>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        if (_next is not { } next)
            return;
        _next = null;
        HandOver(next, outbox);
    }

    /// <summary>The token still comes; there is nothing to do until then.</summary>
    protected override void GiveUp(Timestamp request, Outbox outbox)
    {
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: On(request.At, outbox); break;
            case Token token: On(token, outbox); break;
        }
    }

    /// <summary>Whether the requester must wait for the token, because it is in use or has not come yet.</summary>
    protected virtual bool MustWait => Phase == Phase.Held || _awaitsToken;

    private void On(Timestamp theirs, Outbox outbox)
    {
        if (_father is { } father)
            outbox.Send(father, new Request(Self, theirs));
        else if (MustWait)
            _next = theirs;
        else
            HandOver(theirs, outbox);
        _father = theirs.Process;
    }

    private void On(Token token, Outbox outbox)
    {
        (_hasToken, _awaitsToken) = (true, false);
        if (Phase == Phase.Wanted)
            GoIn(outbox);
        else
            Leave(token.To, outbox);
    }

    private void HandOver(Timestamp next, Outbox outbox)
    {
        _hasToken = false;
        outbox.Send(next.Process, new Token(Self, next));
    }
}
