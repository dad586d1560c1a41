using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Mutex.Algorithms.Voting.VotingProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// Maekawa, "A sqrt(N) Algorithm for Mutual Exclusion in Decentralized Systems", ACM TOCS 3(2), 1985, section "The Algorithm": a
/// process enters once every member of its quorum has given it its vote. Any two quorums share a member, and a member has one
/// vote, so two are never inside. Earlier requests go first as far as members know of them: a member asks for the return of a
/// vote that it gave to a later request.
/// </summary>
/// <remarks>
/// Every process is a requester and a member. A message to itself is processed within the same step, and costs nothing.
/// <code>
/// requester, phase  input              condition                            next      effects
/// Released          Enter                                                   Wanted    Request to the quorum
/// Wanted            Locked             votes are missing                    Wanted    a pending Inquire may be answered
/// Wanted            Locked             the last vote missing                Held      enter
/// Wanted            Failed             vote not at hand                     Wanted    Relinquish to all who inquired
/// Wanted            Inquire            a vote has failed or was given back  Wanted    Relinquish
/// Wanted            Inquire            not so                               Wanted    none: pending, see Locked and Failed
/// Held              Inquire                                                 Held      none: Release answers it
/// Held              Exit                                                    Released  Release to the quorum
/// Wanted            Withdraw                                                Released  Release to the quorum
///
/// member            input              condition                            effects
/// vote at hand      Request                                                 Locked
/// vote given        Request            an earlier one has it or waits       Failed
/// vote given        Request            the earliest                         Inquire to the holder; Failed to the next
/// vote given        Relinquish         of the holder                        Locked to the earliest; the other waits again
/// vote given        Release            of the holder                        Locked to the earliest
/// any               Release            of a waiting request                 none: it no longer waits
/// </code>
/// It assumes that no message is lost or doubled. Departures: (a) if a request is no longer the earliest of the waiting ones, its
/// process gets Failed; without this the paper's rules can deadlock (Sanders, "The Information Structure of Distributed Mutual
/// Exclusion Algorithms", ACM TOCS 5(3), 1987); (b) a request may be withdrawn; (c) all messages name their request, a vote that
/// is asked back before it has come is given back when it comes, and a member remembers which requests are over. So messages may
/// arrive in any order.
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) held: all votes are at hand, (2) wanted: a vote is missing, (3) released: no vote is at hand;
/// (4) no vote is at hand that has failed;
/// (5) a process with a failed vote keeps no vote that was asked back;
/// (6) no request waits for a vote that its member has;
/// (7) if an earlier request waits, the vote is asked back.
/// </para>
/// </remarks>
internal abstract class VotingRules : MutexRules
{
    private readonly ProcessSet _quorum;
    private readonly ProcessSet _votes;
    private readonly ProcessSet _failed;
    private readonly ProcessSet _inquired;
    private readonly Queue<IWireMessage> _toSelf = [];
    private readonly Vote _vote;

    /// <summary>Process <paramref name="self"/> of the processes 1 to <paramref name="processes"/>, released.</summary>
    /// <param name="self">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="quorum">The processes whose votes it needs, including itself. Any two quorums must share a process.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="self"/> is not one of them.</exception>
    protected VotingRules(ProcessId self, int processes, IEnumerable<ProcessId> quorum)
        : base(self, processes)
    {
        _quorum = new ProcessSet(processes);
        foreach (var member in quorum)
            _quorum.Add(member);
        _votes = new ProcessSet(processes);
        _failed = new ProcessSet(processes);
        _inquired = new ProcessSet(processes);
        _vote = new Vote(processes);
    }

    /// <inheritdoc/>
    protected override string Details =>
        $"quorum {_quorum}, votes {_votes}, failed {_failed}, inquired by {_inquired}; own {_vote}";

    /// <inheritdoc/>
    public override void Exchange(StateCodec codec)
    {
        base.Exchange(codec);
        codec.Set(_votes);
        codec.Set(_failed);
        codec.Set(_inquired);
        _vote.Exchange(codec);
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Holds(1, Phase != Phase.Held || _votes.Count == _quorum.Count);
        Holds(2, Phase != Phase.Wanted || _votes.Count < _quorum.Count);
        Holds(3, Phase != Phase.Released || _votes.Count + _failed.Count + _inquired.Count == 0);
        foreach (var member in _failed)
            Holds(4, !_votes.Contains(member));
        foreach (var member in _inquired)
            Holds(5, _failed.Count == 0 || !_votes.Contains(member));
        Holds(6, _vote.Given is not null || _vote.First is null);
        Holds(7, _vote.IsAskedBack || !AsksBack || !(_vote.First < _vote.Given));
    }

    /// <inheritdoc/>
    protected override void Ask(Timestamp request, Outbox outbox)
    {
        foreach (var member in _quorum)
            Send(member, new Request(request), outbox);
        HearSelf(outbox);
    }

    /// <inheritdoc/>
    protected override void Leave(Timestamp request, Outbox outbox)
    {
        _votes.Clear();
        _failed.Clear();
        _inquired.Clear();
        foreach (var member in _quorum)
            Send(member, new Release(request), outbox);
        HearSelf(outbox);
    }

    /// <inheritdoc/>
    protected override void Take(IWireMessage message, Outbox outbox)
    {
        Hear(message, outbox);
        HearSelf(outbox);
    }

    /// <summary>
    /// Whether a member asks back its vote from a later request if an earlier one comes. Without this, quorums could wait for
    /// each other in a circle.
    /// </summary>
    protected virtual bool AsksBack => true;

    private void Hear(IWireMessage message, Outbox outbox)
    {
        switch (message)
        {
            case Request request: On(request, outbox); break;
            case Relinquish relinquish: On(relinquish, outbox); break;
            case Release release: On(release, outbox); break;
            case Locked locked when Stands(locked.To): On(locked, outbox); break;
            case Failed failed when Stands(failed.To): On(failed, outbox); break;
            case Inquire inquire when Stands(inquire.To): On(inquire, outbox); break;
        }
    }

    private bool Stands(Timestamp request) => Phase == Phase.Wanted && Request == request;

    private void On(Locked locked, Outbox outbox)
    {
        _votes.Add(locked.From);
        _failed.Remove(locked.From);
        if (_votes.Count == _quorum.Count)
            GoIn(outbox);
        else
            GiveBackOnceFailed(outbox);
    }

    private void On(Failed failed, Outbox outbox)
    {
        if (_votes.Contains(failed.From))
            return;
        _failed.Add(failed.From);
        GiveBackOnceFailed(outbox);
    }

    private void On(Inquire inquire, Outbox outbox)
    {
        _inquired.Add(inquire.From);
        GiveBackOnceFailed(outbox);
    }

    private void GiveBackOnceFailed(Outbox outbox)
    {
        if (_failed.Count == 0)
            return;
        foreach (var member in _quorum)
        {
            if (!_inquired.Contains(member) || !_votes.Remove(member))
                continue;
            _inquired.Remove(member);
            _failed.Add(member);
            Send(member, new Relinquish(Request!.Value), outbox);
        }
    }

    private void On(Request request, Outbox outbox)
    {
        AdvanceClock(request.At);
        if (_vote.IsOver(request.At))
            return;
        var earliest = _vote.First;
        _vote.Await(request.At);
        if (_vote.Given is not { } given)
            GiveVote(outbox);
        else if (given < request.At || earliest < request.At)
            Send(request.From, new Failed(Self, request.At), outbox);
        else
        {
            if (earliest < given)
                Send(earliest.Value.Process, new Failed(Self, earliest.Value), outbox);
            AskBack(given, outbox);
        }
    }

    private void On(Relinquish relinquish, Outbox outbox)
    {
        if (_vote.TakeBack(relinquish.Of))
            GiveVote(outbox);
    }

    private void On(Release release, Outbox outbox)
    {
        _vote.End(release.Over);
        GiveVote(outbox);
    }

    private void GiveVote(Outbox outbox)
    {
        if (_vote.GiveToFirst() is { } next)
            Send(next.Process, new Locked(Self, next), outbox);
    }

    private void AskBack(Timestamp given, Outbox outbox)
    {
        if (_vote.IsAskedBack || !AsksBack)
            return;
        _vote.IsAskedBack = true;
        Send(given.Process, new Inquire(Self, given), outbox);
    }

    private void Send(ProcessId to, IWireMessage message, Outbox outbox)
    {
        if (to == Self)
            _toSelf.Enqueue(message);
        else
            outbox.Send(to, message);
    }

    private void HearSelf(Outbox outbox)
    {
        while (_toSelf.TryDequeue(out var message))
            Hear(message, outbox);
    }
}
