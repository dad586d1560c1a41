using System.Text;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// A voter of the quorum protocol: one vote for each name, which it gives to one client after another. The protocol is the voting
/// of Thomas (TODS 4(2), 1979) and Maekawa (TOCS 3(2), 1985) with leases (Gray and Cheriton, SOSP 1989) and fencing tokens; its
/// rules have the numbers of <c>docs/protocol.md</c>. The network may lose, double, delay and reorder messages.
/// </summary>
/// <remarks>
/// <code>
/// a request at this voter: unknown, waiting (in the queue), voted (the vote is out to it), over
///
/// state     input                           condition                          next      effects
/// unknown   Request                         the session is known               waiting   Queued or Grant
/// waiting   Request                                                            same      Queued; Inquire again
/// waiting   Busy                            of whoever has the vote; it tries once  same  Queued that says so
/// voted     Request                                                            same      the same Grant; Inquire again
/// over      Request                                                            same      Over
/// any       Request                         says that it is inside             same      its floor rises; it goes first
/// waiting   any                             it is first and may join           voted     Grant
/// waiting   any                             it is first and may not join       same      Inquire to those that have the vote
/// voted     Yield                           of exactly this vote               waiting   none
/// voted     Raise                           of exactly this vote               same      Raised; the floor rises
/// voted     Store                           of exactly this vote, exclusive    same      Stored; takes a value that is later
/// any       Store, which releases                                              over      as Store and Release; one answer
/// any       Look                            the session is known               same      Seen
/// any       Watch                           the session is known               same      Changed, until it is answered
/// any       Release                                                            over      Over; the floor is at least the token
/// voted     its session ends                                                   unknown   the floor rises by one
/// waiting   its session ends                                                   unknown   none
/// any       Beat                            it is older than the oldest        over      as if its session had ended
/// </code>
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) the vote of a name is out to one request, or to several that share;
/// (2) every request belongs to a session that has not ended, and is not over;
/// (3) a voter that recovers has no vote out;
/// (4) the requests of a name stand in the order of rule 8;
/// (5) nobody waits for a vote that is not out;
/// (6) no floor is below the floor of the forgotten names;
/// (7) no value has a stamp whose token is above the floor; above the floor plus one, if the vote is out;
/// (8) a durable voter that has its memory has reserved a number above every floor, as far as there are numbers.
/// </para>
/// </remarks>
public class Voter : IMachine
{
    // A page of floors stays far below the largest frame.
    private const int MostNamesOfPage = 500;
    private const int MostCharactersOfPage = 20_000;

    // What the numbers of a name or of a request take at most in a description.
    private const int BytesOfNumbers = 90;

    // A forgotten name raises the floor of all forgotten names to a multiple of this: so the voters rarely differ there.
    private const long FloorStep = 1024;

    private readonly ProcessId _self;
    private readonly QuorumTerms _terms;
    private readonly long _incarnation;
    private readonly bool _isNew;
    private readonly VoterMemory? _memory;
    private readonly Dictionary<SessionId, VoterSession> _sessions = [];
    private readonly Dictionary<string, VotedName> _names = new(StringComparer.Ordinal);
    private readonly PerProcess<long> _foundedWith;
    private readonly VoterWatches _watches;
    private Recovery? _recovery; // null once it has a memory
    private bool _isWaiting; // it has its memory, and waits for the end of its earlier votes
    private long _reserved = -1; // what a durable voter has stored: the number above all floors; -1 for none
    private long _base; // the floor of every name that is not in _names
    private long _sessionsBegun;
    private long _clock; // the largest logical clock of the tickets seen
    private bool _isSweepSet;
    private TimeSpan _now; // at the latest input; for people only

    /// <summary>A voter in a new life.</summary>
    /// <param name="self">The process itself: one of 1 to n.</param>
    /// <param name="terms">What the group has agreed on.</param>
    /// <param name="incarnation">Names this life of the voter: a number that no earlier life had. From 1.</param>
    /// <param name="isNew">
    /// Whether this is the very first start of the group, so that there is nothing to remember: then it votes from the start.
    /// Otherwise it recovers first (rule 12). A voter with a memory has the memory in any case; if it is new, it does not wait.
    /// </param>
    /// <param name="memory">
    /// What it has stored in earlier lives: then it stores what must survive this one. Null if it forgets.
    /// </param>
    public Voter(ProcessId self, QuorumTerms terms, long incarnation, bool isNew, VoterMemory? memory = null)
    {
        (_self, _terms, _incarnation, _isNew, _memory) = (self, terms, incarnation, isNew, memory);
        _foundedWith = new PerProcess<long>(terms.Voters);
        _watches = new VoterWatches(_names);
    }

    /// <summary>
    /// Whether it votes. Otherwise it has lost its memory and recovers, or waits until the votes of its earlier lives have ended.
    /// </summary>
    public bool IsVoting => _recovery is null && !_isWaiting;

    /// <summary>How many sessions, requests, names and watches it keeps, and messages for these.</summary>
    internal int Size =>
        _sessions.Count + _sessions.Values.Sum(session => session.Claims.Count) + _names.Count + _watches.Size;

    /// <summary>What has been agreed on.</summary>
    protected QuorumTerms Terms => _terms;

    /// <summary>Rule 3: how long after the latest beat a session ends. Museum: ends-session-early.</summary>
    protected virtual TimeSpan SessionLength => _terms.SessionLength;

    /// <summary>Rule 12: how long a voter without memory waits. Museum: forgets-without-waiting.</summary>
    protected virtual TimeSpan WaitLength => _terms.SessionLength;

    /// <summary>Rule 12: how many of the others must tell their floors. Museum: recovers-from-too-few.</summary>
    protected virtual int FloorsNeeded => _terms.MajorityOfOthers;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        _now = now;
        switch (input.Kind)
        {
            case InputKind.Message: On(input.From, input.Message!, now, outbox); break;
            case InputKind.Timer: On(input.Timer, outbox); break;
            case InputKind.Start when _memory is { IsEmpty: false }: Remember(_memory, waits: !_isNew, outbox); break;
            case InputKind.Start when _isNew:
                Reserve(_base, outbox);
                outbox.Note(new BegunToVote(IsRecovered: false));
                break;
            case InputKind.Start: Recover(outbox); break;
            case InputKind.Restart: Restart(input.Stored, outbox); break;
            default:
                throw new BrokenRuleException(
                    $"The input of a voter must be a message, a timer, a start or a restart, was {input.Kind}; [{this}].");
        }
    }

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        _base = codec.Number(_base);
        _sessionsBegun = codec.Number(_sessionsBegun);
        _clock = codec.Number(_clock);
        _isSweepSet = codec.Flag(_isSweepSet);
        if (_memory is not null)
        {
            _reserved = codec.Number(_reserved);
            _isWaiting = codec.Flag(_isWaiting);
        }
        for (var i = 0; i < _foundedWith.Count; i++)
        {
            ref var life = ref _foundedWith.Values[codec.Place(i)];
            life = codec.Number(life);
        }
        var recovers = codec.Flag(_recovery is not null);
        _recovery = recovers ? _recovery ?? NewRecovery() : null;
        _recovery?.Exchange(codec);
        codec.Values(_sessions, _sessions.Values.OrderBy(session => session.Id.Value), session => session.Id, ExchangeSession);
        codec.Values(_names, _names.Values.OrderBy(name => name.Name, StringComparer.Ordinal), name => name.Name, ExchangeName);
        _watches.Exchange(codec, _sessions);
    }

    /// <inheritdoc/>
    public void Check()
    {
        var isDurable = _memory is not null && _recovery is null && (_reserved >= 0 || _sessionsBegun > 0);
        Invariant.Holds(this, 8, !isDurable || _reserved >= NumberAbove(_base));
        foreach (var name in _names.Values)
        {
            var (voted, waiting) = (name.Voted, name.Waiting);
            Invariant.Holds(this, 1, voted.Count <= 1 || voted.TrueForAll(claim => claim.Mode == VoteMode.Shared));
            Invariant.Holds(this, 2, voted.TrueForAll(IsOpen) && waiting.TrueForAll(IsOpen));
            Invariant.Holds(this, 3, IsVoting || voted.Count == 0);
            Invariant.Holds(this, 4, IsOrdered(voted) && IsOrdered(waiting));
            Invariant.Holds(this, 5, !IsVoting || voted.Count > 0 || waiting.Count == 0);
            Invariant.Holds(this, 6, name.Floor >= _base);
            Invariant.Holds(this, 7, name.Stored.Stamp.Token <= name.FloorToRecall);
            Invariant.Holds(this, 8, !isDurable || _reserved >= NumberAbove(name.Floor));
        }
    }

    /// <summary>What the voter knows of some names, for people.</summary>
    /// <param name="now">The clock of the node, as for <see cref="IMachine.On"/>.</param>
    /// <param name="name">Only this name; null: all names that have requests.</param>
    /// <param name="after">The names after this one, in ordinal order; null: from the first.</param>
    /// <param name="most">
    /// About how many bytes the answer may have. There is always at least one name, if there is any; it may lack some of its
    /// requests, the last ones. At most half is for sessions, which come with the first page of all names.
    /// </param>
    public VoterState Describe(TimeSpan now, string? name, string? after, int most)
    {
        var (sessions, moreSessions) = name is null && after is null ? DescribeSessions(now, ref most) : ([], 0);
        var names = name is not null
            ? _names.TryGetValue(name, out var only) ? [only] : []
            : _names.Values.Where(known => string.CompareOrdinal(known.Name, after) > 0);
        var page = new List<NameState>();
        var first = names.Where(known => !known.IsFree).OrderBy(known => known.Name, StringComparer.Ordinal)
            .Take((most / BytesOfNumbers) + 2); // so many never fit, and to sort no more is much faster
        foreach (var known in first)
        {
            var state = Describe(known, now, ref most);
            if (page.Count > 0 && (state.More > 0 || most < 0))
                return new VoterState(IsVoting, page, IsLast: false) { Sessions = sessions, MoreSessions = moreSessions };
            page.Add(state);
        }
        return new VoterState(IsVoting, page, IsLast: true) { Sessions = sessions, MoreSessions = moreSessions };
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() =>
        $"voter {_self}, life {_incarnation}, {(IsVoting ? "votes" : _isWaiting ? "waits" : "recovers")}, base {_base}, "
        + (_memory is null ? "" : $"reserved {_reserved}, ")
        + $"sessions "
        + $"[{string.Join("; ", _sessions.Values.Select(session => $"{session.Id} {session.Epoch} beat {session.Beat}"))}], "
        + $"names [{string.Join(" | ", _names.Values)}]";

    /// <summary>
    /// Rule 8: whether a request may get the vote now: if it is not out, or out only to others that share. Museum:
    /// overwrites-live-vote.
    /// </summary>
    /// <param name="shares">Whether the request shares.</param>
    /// <param name="isOut">Whether the vote is out.</param>
    /// <param name="isOutToSharers">Whether all to whom it is out share.</param>
    /// <param name="isBetter">Whether the request goes before all to whom it is out.</param>
    protected virtual bool MayJoin(bool shares, bool isOut, bool isOutToSharers, bool isBetter) =>
        !isOut || (shares && isOutToSharers);

    /// <summary>
    /// Rule 8: whether requests may get the vote although one before them in the queue may not. Museum:
    /// reader-past-waiting-writer.
    /// </summary>
    protected virtual bool MayPassWaiting => false;

    /// <summary>
    /// Rule 16: how much the floor rises when a vote ends with its session. Museum: keeps-floor-of-ended-session.
    /// </summary>
    protected virtual int RiseOfEndedVote => 1;

    /// <summary>Rule 12: whether it recovers values, too. Museum: recovers-without-values.</summary>
    protected virtual bool RecoversValues => true;

    /// <summary>
    /// Rule 19: whether a value may be stored. Museum: stores-from-anybody.
    /// </summary>
    /// <param name="hasVote">Whether exactly the vote that the message names is out, to an exclusive request.</param>
    /// <param name="isLater">Whether the stamp is larger than that of what is stored.</param>
    protected virtual bool MayStore(bool hasVote, bool isLater) => hasVote;

    /// <summary>
    /// Rule 12: the number that a durable voter stores before it tells a floor: far above it, so that it seldom stores one.
    /// Museum: reserves-nothing.
    /// </summary>
    /// <param name="floor">The floor.</param>
    protected virtual long NumberAbove(long floor) =>
        Math.Min(((floor / FloorStep) + 1) * FloorStep, FencingToken.MostNumber);

    /// <summary>
    /// Rule 11: the number of the request that a release ends. Museum: release-of-any-request.
    /// </summary>
    /// <param name="message">The release.</param>
    /// <param name="open">The requests of the session that are not over.</param>
    protected virtual long RequestOf(Release message, IEnumerable<long> open) => message.Number;

    private Recovery NewRecovery() => new(_self, _terms, _incarnation);

    // Rule 12. What it kept in memory is kept, but all timers are gone.
    private void Restart(IReadOnlyList<IRecord> stored, Outbox outbox)
    {
        if (_memory is not null && VoterMemory.Of(stored) is { IsEmpty: false } memory)
        {
            Remember(memory, waits: true, outbox);
            return;
        }
        foreach (var session in _sessions.Values)
            outbox.Set(QuorumTimers.SessionOver(session.Id), SessionLength);
        if (_sessionsBegun == 0 && IsVoting)
            Recover(outbox);
        else if (!IsVoting)
            outbox.Set(QuorumTimers.WaitOver, WaitLength);
        if (_isSweepSet)
            outbox.Set(QuorumTimers.Sweep, _terms.SessionLength);
    }

    // Rule 12, of a durable voter: it has its memory, and asks nobody.
    private void Remember(VoterMemory memory, bool waits, Outbox outbox)
    {
        _base = _reserved = memory.Floor!.Value;
        _isWaiting = true;
        memory.Founded?.Restore(_foundedWith);
        foreach (var (text, stored, isRecovered) in memory.Values)
        {
            var name = NameOf(text);
            name.Raise(stored.Stamp.Token);
            (name.Stored, name.IsRecovered) = (stored, isRecovered);
            outbox.Note(new ValueTaken(text, stored.Stamp));
            Reserve(name.Floor, outbox);
        }
        Reserve(_base, outbox);
        if (waits)
            outbox.Set(QuorumTimers.WaitOver, WaitLength);
        else
            EndWait(outbox);
    }

    private void EndWait(Outbox outbox)
    {
        _isWaiting = false;
        outbox.Note(new BegunToVote(IsRecovered: true));
        foreach (var name in _names.Values.ToList())
            Settle(name, outbox);
    }

    private void Recover(Outbox outbox)
    {
        _recovery = NewRecovery();
        outbox.Set(QuorumTimers.WaitOver, WaitLength);
    }

    private void On(TimerId timer, Outbox outbox)
    {
        switch (timer.Kind)
        {
            case QuorumTimers.SessionOverKind: OnSessionOver(new SessionId(timer.Number), outbox); break;
            case QuorumTimers.WaitOverKind when _isWaiting: EndWait(outbox); break;
            case QuorumTimers.WaitOverKind:
                if (_recovery?.Begin(FloorsNeeded, outbox) == true)
                    BeginToVote(outbox);
                break;
            case QuorumTimers.SweepKind: Sweep(outbox); break;
            default:
                _recovery?.Ask(outbox);
                break;
        }
    }

    private void On(ProcessId from, IMessage message, TimeSpan now, Outbox outbox)
    {
        switch (message)
        {
            case Beat m: On(from, m, now, outbox); break;
            case Request m: On(from, m, now, outbox); break;
            case Yield m: On(m, outbox); break;
            case Raise m: On(m, outbox); break;
            case Busy m: On(m, outbox); break;
            case Store m: On(from, m, outbox); break;
            case Look m: On(m, outbox); break;
            case IWatchMessage m: On(m, outbox); break;
            case Release m: On(from, m, outbox); break;
            case Recall m: On(from, m, outbox); break;
            case Floors m when _recovery?.On(from, m, FloorsNeeded, outbox) == true: BeginToVote(outbox); break;
            case Forgotten m when _recovery?.On(from, m, outbox) == true: BeginToVote(outbox); break;
            case Floors or Forgotten: break; // late
            case Foreign m: outbox.Tell(new QuorumClientProtocol.ForeignVoter(from, m.GroupText)); break;
            default:
                throw new BrokenRuleException($"A voter must get no [{message}] of process {from}; [{this}].");
        }
    }

    // Rules 1 and 3.
    private void On(ProcessId from, Beat message, TimeSpan now, Outbox outbox)
    {
        if (message.Group != _terms.Group)
        {
            outbox.Send(from, new Foreign(message.Session, _terms.GroupText));
            return;
        }
        if (_sessions.TryGetValue(message.Session, out var session) && session.Epoch == message.Lapsed)
        {
            End(session, outbox);
            session = null;
        }
        session ??= Begin(message.Session, now, outbox);
        (session.Client, session.Holder) = (from, message.Holder ?? session.Holder);
        if (message.Number > session.Beat)
        {
            (session.Beat, session.HeardAt) = (message.Number, now);
            outbox.Set(QuorumTimers.SessionOver(session.Id), SessionLength);
        }
        ForgetOlder(session, message.Oldest, outbox);
        outbox.Send(from, new Heard(session.Id, message.Number, session.Epoch, _clock, _watches.UnansweredOf(session.Id)));
    }

    private VoterSession Begin(SessionId id, TimeSpan now, Outbox outbox)
    {
        var session = new VoterSession(id, new Epoch(_incarnation, ++_sessionsBegun), now);
        _sessions.Add(id, session);
        outbox.Note(new SessionBegun(id));
        return session;
    }

    // The client says that they are over: it may have forgotten with which token.
    private void ForgetOlder(VoterSession session, long oldest, Outbox outbox)
    {
        session.Over.AddUpTo(oldest - 1);
        session.LastStores.RemoveAll(last => last.Number < oldest);
        foreach (var claim in session.Claims.Values.Where(claim => claim.Number < oldest).ToList())
            EndUnreleased(claim, outbox);
    }

    private void OnSessionOver(SessionId id, Outbox outbox)
    {
        if (_sessions.TryGetValue(id, out var session))
            End(session, outbox);
    }

    // Rules 3 and 7.
    private void End(VoterSession session, Outbox outbox)
    {
        _sessions.Remove(session.Id);
        _watches.End(session.Id);
        outbox.Cancel(QuorumTimers.SessionOver(session.Id));
        outbox.Note(new SessionEnded(session.Id));
        foreach (var claim in session.Claims.Values.ToList())
            EndUnreleased(claim, outbox);
    }

    // Rule 16: whoever had the vote may have been inside.
    private void EndUnreleased(VoterClaim claim, Outbox outbox)
    {
        if (claim.HasVote)
            Raise(claim.Name, claim.Name.Floor + RiseOfEndedVote, outbox);
        Remove(claim, outbox);
    }

    private void Remove(VoterClaim claim, Outbox outbox)
    {
        claim.Session.Claims.Remove(claim.Number);
        claim.Name.Remove(claim);
        Settle(claim.Name, outbox);
    }

    // Rule 6.
    private void On(ProcessId from, Request message, TimeSpan now, Outbox outbox)
    {
        if (!_sessions.TryGetValue(message.Session, out var session))
            return; // its next beat begins a session, and then it asks again
        session.Client = from;
        _clock = Math.Max(_clock, message.Ticket.Clock);
        if (session.Over.Contains(message.Number))
        {
            outbox.Send(from, new Over(session.Id, message.Number));
            return;
        }
        if (session.Claims.TryGetValue(message.Number, out var claim))
            Repeat(claim, message, outbox);
        else
            Enqueue(session, message, now, outbox);
    }

    private void Enqueue(VoterSession session, Request message, TimeSpan now, Outbox outbox)
    {
        var claim = new VoterClaim(session, NameOf(message.Name), message.Number, message.Mode, message.Ticket)
        {
            AskedAt = now,
            Purpose = message.Purpose,
            Inside = message.Inside,
            TriesOnce = message.TriesOnce,
        };
        Raise(claim.Name, message.Inside - 1, outbox);
        session.Claims.Add(claim.Number, claim);
        claim.Name.Add(claim);
        Settle(claim.Name, outbox);
        if (!claim.HasVote)
            SendQueued(claim, outbox);
    }

    private void Repeat(VoterClaim claim, Request message, Outbox outbox)
    {
        if (message.Inside > claim.Inside)
        {
            claim.Name.Remove(claim);
            claim.Inside = message.Inside;
            claim.Name.Add(claim);
            Raise(claim.Name, message.Inside - 1, outbox);
            Settle(claim.Name, outbox);
        }
        if (claim.HasVote)
        {
            SendGrant(claim, outbox);
            return;
        }
        SendQueued(claim, outbox);
        InquireAgain(claim.Name, outbox);
    }

    private static void SendQueued(VoterClaim claim, Outbox outbox)
    {
        var isBusy = claim.TriesOnce && claim.Name.Waiting[0] != claim;
        outbox.Send(claim.Session.Client, new Queued(claim.Session.Id, claim.Number, claim.Session.Epoch, isBusy));
    }

    private VotedName NameOf(string text)
    {
        if (!_names.TryGetValue(text, out var name))
            _names.Add(text, name = new VotedName(text, _base));
        name.IsIdle = false;
        return name;
    }

    // Rules 8 and 9: gives the vote to whoever may have it, and tells those that have it of the first one that may not.
    private void Settle(VotedName name, Outbox outbox)
    {
        if (name.IsFree)
            SetSweep(outbox);
        if (!IsVoting)
            return;
        for (var i = 0; i < name.Waiting.Count;)
        {
            if (MayJoin(name.Waiting[i]))
                Give(name.Waiting[i], outbox);
            else if (MayPassWaiting)
                i++;
            else
                break;
        }
        if (name.Waiting.Count > 0)
            TellOf(name.Waiting[0], outbox);
    }

    private bool MayJoin(VoterClaim claim)
    {
        var (isOut, isOutToSharers, isBetter) = (false, true, true);
        foreach (var other in claim.Name.Voted)
        {
            isOut = true;
            isOutToSharers &= other.Mode == VoteMode.Shared;
            isBetter &= claim.CompareTo(other) < 0;
        }
        return MayJoin(claim.Mode == VoteMode.Shared, isOut, isOutToSharers, isBetter);
    }

    private void Give(VoterClaim claim, Outbox outbox)
    {
        var waiting = claim.Name.Waiting;
        claim.Name.SetVote(claim, true);
        claim.VotedAt = _now;
        claim.Vote++;
        var isAwaited = waiting.Count > 0 && claim.CompareTo(waiting[0]) < 0;
        claim.Inquiry = isAwaited ? Inquiry.Awaited : Inquiry.None; // the grant says so
        SendGrant(claim, outbox);
    }

    private static void SendGrant(VoterClaim claim, Outbox outbox) => outbox.Send(
        claim.Session.Client,
        new Grant(
            claim.Session.Id,
            claim.Number,
            claim.Session.Epoch,
            claim.Vote,
            claim.Name.Floor,
            claim.Inquiry != Inquiry.None,
            claim.Name.Stored,
            claim.Name.IsRecovered));

    // Of a request that tries once they are told again: it waits for their answer.
    private static void TellOf(VoterClaim first, Outbox outbox)
    {
        foreach (var claim in first.Name.Voted)
        {
            var inquiry = first.CompareTo(claim) < 0 ? Inquiry.Better : Inquiry.Awaited;
            if (inquiry <= claim.Inquiry && !first.TriesOnce)
                continue;
            if (inquiry > claim.Inquiry)
                claim.Inquiry = inquiry;
            SendInquire(claim, outbox);
        }
    }

    // Whoever waits asks again, and so do we.
    private static void InquireAgain(VotedName name, Outbox outbox)
    {
        foreach (var claim in name.Voted)
        {
            if (claim.Inquiry != Inquiry.None)
                SendInquire(claim, outbox);
        }
    }

    private static void SendInquire(VoterClaim claim, Outbox outbox) => outbox.Send(
        claim.Session.Client,
        new Inquire(
            claim.Session.Id,
            claim.Number,
            claim.Session.Epoch,
            claim.Vote,
            claim.Inquiry == Inquiry.Better,
            claim.Name.Waiting[0].TriesOnce));

    // Rule 9: whoever has the vote needs it.
    private void On(Busy message, Outbox outbox)
    {
        if (FindVote(message.Session, message.Number, message.Epoch, message.Vote) is not { } claim)
            return;
        foreach (var waiting in claim.Name.Waiting.Where(waiting => waiting.TriesOnce))
        {
            var session = waiting.Session;
            outbox.Send(session.Client, new Queued(session.Id, waiting.Number, session.Epoch, IsBusy: true));
        }
    }

    // Rule 9. A vote that was yielded raises nothing (rule 16).
    private void On(Yield message, Outbox outbox)
    {
        if (FindVote(message.Session, message.Number, message.Epoch, message.Vote) is not { } claim)
            return;
        claim.Name.SetVote(claim, false);
        Settle(claim.Name, outbox);
    }

    // Rule 15.
    private void On(Raise message, Outbox outbox)
    {
        if (FindVote(message.Session, message.Number, message.Epoch, message.Vote) is not { } claim)
            return;
        Raise(claim.Name, message.Floor, outbox);
        outbox.Send(
            claim.Session.Client,
            new Raised(message.Session, message.Number, message.Epoch, message.Vote, claim.Name.Floor));
    }

    // Rule 19.
    private void On(ProcessId from, Store message, Outbox outbox)
    {
        var claim = FindVote(message.Session, message.Number, message.Epoch, message.Vote);
        var stored = _names.TryGetValue(message.Name, out var known) ? known.Stored : default;
        var isLater = message.Value.Stamp > stored.Stamp;
        var mayStore = IsVoting && MayStore(claim is { Mode: VoteMode.Exclusive } && claim.Name == known, isLater);
        if (mayStore && isLater)
            Take(NameOf(message.Name), message.Value, isRecovered: false, outbox);
        if (message.Releases)
        {
            if (mayStore && claim is not null)
                claim.Session.LastStores.Add((message.Number, message.Value.Stamp));
            EndRequest(new Release(message.Session, message.Number, message.Name, message.Value.Stamp.Token), outbox);
        }
        if (mayStore || (message.Releases && HasStoredLast(message)))
            outbox.Send(from, Answer(message));
        else if (message.Releases)
            outbox.Send(from, new Over(message.Session, message.Number));
    }

    private static Stored Answer(Store message) => new(
        message.Session, message.Number, message.Epoch, message.Vote, message.Value.Stamp, message.Releases);

    // Rule 20: a copy is answered as the first one was, although the vote is no longer out.
    private bool HasStoredLast(Store message) =>
        _sessions.TryGetValue(message.Session, out var session) && session.Epoch == message.Epoch
        && session.LastStores.Contains((message.Number, message.Value.Stamp));

    // The number of the token is used: whoever has the vote ends it with at least that floor.
    private void Take(VotedName name, in StampedValue value, bool isRecovered, Outbox outbox)
    {
        Raise(name, name.Voted.Count > 0 ? value.Stamp.Token - 1 : value.Stamp.Token, outbox);
        (name.Stored, name.IsRecovered) = (value, isRecovered);
        if (_memory is not null)
            outbox.Store(new ValueKept(name.Name, value, isRecovered));
        outbox.Note(new ValueTaken(name.Name, value.Stamp));
        _watches.OnTaken(name.Name, outbox);
    }

    // Rule 24.
    private void On(IWatchMessage message, Outbox outbox)
    {
        if (IsVoting && _sessions.TryGetValue(message.Session, out var session))
            _watches.On(session, message, outbox);
    }

    // Rule 21.
    private void On(Look message, Outbox outbox)
    {
        if (!IsVoting || !_sessions.TryGetValue(message.Session, out var session))
            return;
        var (stored, isRecovered) = _names.TryGetValue(message.Name, out var name) ? (name.Stored, name.IsRecovered) : default;
        outbox.Send(session.Client, new Seen(session.Id, message.Number, session.Epoch, stored, isRecovered));
    }

    private VoterClaim? FindVote(SessionId id, long number, Epoch epoch, long vote) =>
        _sessions.TryGetValue(id, out var session) && session.Epoch == epoch
            && session.Claims.TryGetValue(number, out var claim) && claim.HasVote && claim.Vote == vote
            ? claim
            : null;

    // Rules 11 and 16.
    private void On(ProcessId from, Release message, Outbox outbox)
    {
        EndRequest(message, outbox);
        outbox.Send(from, new Over(message.Session, message.Number));
    }

    private void EndRequest(Release message, Outbox outbox)
    {
        if (_sessions.TryGetValue(message.Session, out var session))
            End(session, message, outbox);
        else if (message.Token > 0 && message.Name is { } text)
            RaiseIdle(NameOf(text), message.Token, outbox);
    }

    private void End(VoterSession session, Release message, Outbox outbox)
    {
        session.Over.Add(message.Number);
        if (session.Claims.TryGetValue(RequestOf(message, session.Claims.Keys), out var claim))
        {
            Raise(claim.Name, message.Token, outbox);
            Remove(claim, outbox);
        }
        else if (message.Token > 0 && message.Name is { } text)
        {
            RaiseIdle(NameOf(text), message.Token, outbox);
        }
    }

    private void Raise(VotedName name, long floor, Outbox outbox)
    {
        name.Raise(floor);
        Reserve(name.Floor, outbox);
    }

    // Rule 12: before anybody is told a floor, a larger number is stored. A voter that recovers tells none: what it stored would
    // be taken for a memory.
    private void Reserve(long floor, Outbox outbox)
    {
        if (_memory is null || _recovery is not null || _reserved >= NumberAbove(floor))
            return;
        _reserved = NumberAbove(floor);
        outbox.Store(new FloorReserved(_reserved));
    }

    // Of a name for which the session has no request: it may have none at all.
    private void RaiseIdle(VotedName name, long token, Outbox outbox)
    {
        Raise(name, token, outbox);
        if (name.IsFree)
            SetSweep(outbox);
    }

    // Rule 12, of a voter that has its memory.
    private void On(ProcessId from, Recall message, Outbox outbox)
    {
        if (message.Group != _terms.Group)
            outbox.Send(from, new Foreign(default, _terms.GroupText));
        else if (_recovery is not null)
            outbox.Send(from, new Forgotten(_incarnation, message.Round));
        else
            outbox.Send(from, PageFor(from, message));
    }

    private Floors PageFor(ProcessId from, Recall message)
    {
        var page = new List<NamedFloor>();
        var characters = 0;
        var isLast = true;
        var names = _names.Values.Where(name => string.CompareOrdinal(name.Name, message.After) > 0)
            .OrderBy(name => name.Name, StringComparer.Ordinal).Take(MostNamesOfPage + 1);
        foreach (var name in names)
        {
            characters += name.Name.Length + (name.Stored.Value?.Bytes.Length ?? 0);
            isLast = page.Count == 0 || (page.Count < MostNamesOfPage && characters <= MostCharactersOfPage);
            if (!isLast)
                break;
            page.Add(new NamedFloor(name.Name, name.FloorToRecall, name.Stored, name.IsRecovered));
        }
        var isFoundedWith = from.IsOneOf(_terms.Voters) && _foundedWith[from] == message.Incarnation;
        return new Floors(message.Round, _base, page, isLast, isFoundedWith);
    }

    private void BeginToVote(Outbox outbox)
    {
        var recovery = _recovery!;
        _recovery = null;
        _base = Math.Max(_base, recovery.Base);
        foreach (var (text, floor, stored, isRecovered) in recovery.Floors)
        {
            if (floor > _base || stored != default || _names.ContainsKey(text))
                RaiseIdle(NameOf(text), floor, outbox);
            if (stored != default && RecoversValues)
                Take(NameOf(text), stored, isRecovered, outbox);
        }
        outbox.Note(new BegunToVote(IsRecovered: true));
        if (recovery.IsFounding)
        {
            for (var id = 1; id <= _terms.Voters; id++)
                _foundedWith[new ProcessId(id)] = recovery.FoundedWith(new ProcessId(id));
            if (_memory is not null)
                outbox.Store(Founded.Of(_foundedWith, _terms.Voters));
        }
        Reserve(_base, outbox);
        outbox.Cancel(TimerId.Resend);
        foreach (var name in _names.Values)
            Raise(name, _base, outbox);
        foreach (var name in _names.Values.ToList())
            Settle(name, outbox);
    }

    private void SetSweep(Outbox outbox)
    {
        if (_isSweepSet)
            return;
        _isSweepSet = true;
        outbox.Set(QuorumTimers.Sweep, _terms.SessionLength);
    }

    // Forgets names without a value that had no request at the last sweep either. Their floors live on in the floor of all
    // forgotten names.
    private void Sweep(Outbox outbox)
    {
        _isSweepSet = false;
        foreach (var name in _names.Values)
        {
            if (name is not { IsIdle: true, IsFree: true })
                continue;
            _names.Remove(name.Name); // a dictionary allows that meanwhile
            if (name.Floor > _base)
                _base = Math.Min((name.Floor + FloorStep - 1) / FloorStep * FloorStep, FencingToken.MostNumber);
        }
        foreach (var name in _names.Values)
        {
            name.IsIdle = name.IsFree && name.Stored == default;
            name.Raise(_base);
        }
        Reserve(_base, outbox);
        _names.TrimExcess();
        foreach (var session in _sessions.Values)
            session.Claims.TrimExcess();
        if (_names.Values.Any(name => name.IsIdle))
            SetSweep(outbox);
    }

    private bool IsOpen(VoterClaim claim) =>
        _sessions.TryGetValue(claim.Session.Id, out var session) && session == claim.Session
        && session.Claims.GetValueOrDefault(claim.Number) == claim && !session.Over.Contains(claim.Number);

    private static bool IsOrdered(List<VoterClaim> claims)
    {
        for (var i = 1; i < claims.Count; i++)
        {
            if (claims[i - 1].CompareTo(claims[i]) >= 0)
                return false;
        }
        return true;
    }

    // The oldest ones, in at most half of the room.
    private (IReadOnlyList<SessionState> First, int More) DescribeSessions(TimeSpan now, ref int room)
    {
        var sessions = new List<SessionState>();
        var left = room / 2;
        foreach (var session in _sessions.Values.OrderBy(session => session.BegunAt).ThenBy(session => session.Id.Value)
            .Take((left / BytesOfNumbers) + 1))
        {
            left -= BytesOfNumbers + Encoding.UTF8.GetByteCount(session.Holder ?? "");
            if (left < 0)
                break;
            sessions.Add(new SessionState(session.Id, session.Holder, now - session.BegunAt, now - session.HeardAt));
        }
        room -= (room / 2) - Math.Max(left, 0);
        return (sessions, _sessions.Count - sessions.Count);
    }

    private NameState Describe(VotedName name, TimeSpan now, ref int room)
    {
        room -= BytesOfNumbers + Encoding.UTF8.GetByteCount(name.Name);
        var claims = new List<ClaimState>();
        foreach (var claim in name.Voted.Concat(name.Waiting))
        {
            var state = Describe(claim, now);
            room -= BytesOfNumbers + Encoding.UTF8.GetByteCount($"{state.Holder}{state.Purpose}");
            if (room < 0)
                break;
            claims.Add(state);
        }
        return new NameState(name.Name, name.Floor, claims, name.Voted.Count + name.Waiting.Count - claims.Count);
    }

    private ClaimState Describe(VoterClaim claim, TimeSpan now) => new(
        claim.Session.Id,
        claim.Session.Holder,
        claim.Purpose,
        claim.Number,
        claim.Mode,
        claim.HasVote,
        claim.Inside,
        now - claim.Since,
        claim.Session.HeardAt + SessionLength - now);

    // The requests of a session are written with their names.
    private static VoterSession ExchangeSession(StateCodec codec, VoterSession? session)
    {
        var id = new SessionId(codec.Number(session?.Id.Value ?? 0));
        var epoch = new Epoch(codec.Number(session?.Epoch.Incarnation ?? 0), codec.Number(session?.Epoch.Number ?? 0));
        session ??= new VoterSession(id, epoch, begunAt: default);
        session.Client = codec.Process(session.Client);
        session.Beat = codec.Number(session.Beat);
        session.Over.Exchange(codec);
        codec.List(session.LastStores, (fields, last) => (fields.Number(last.Number), ValueStamp.Exchange(fields, last.Stamp)));
        return session;
    }

    private VotedName ExchangeName(StateCodec codec, VotedName? name)
    {
        var text = codec.Text(name?.Name ?? "");
        var floor = codec.Number(name?.Floor ?? 0);
        name ??= new VotedName(text, floor);
        name.IsIdle = codec.Flag(name.IsIdle);
        name.Stored = StampedValue.Exchange(codec, name.Stored);
        name.IsRecovered = codec.Flag(name.IsRecovered);
        foreach (var claims in (List<VoterClaim>[])[name.Voted, name.Waiting])
        {
            codec.List(claims, (fields, claim) => ExchangeClaim(fields, claim, name));
            foreach (var claim in claims)
                claim.Session.Claims[claim.Number] = claim;
        }
        return name;
    }

    private VoterClaim ExchangeClaim(StateCodec codec, VoterClaim? claim, VotedName name)
    {
        var session = new SessionId(codec.Number(claim?.Session.Id.Value ?? 0));
        var number = codec.Number(claim?.Number ?? 0);
        var mode = (VoteMode)codec.Number((long)(claim?.Mode ?? default));
        var clock = codec.Number(claim?.Ticket.Clock ?? 0);
        var triesOnce = codec.Flag(claim?.TriesOnce ?? false);
        claim ??= new VoterClaim(_sessions[session], name, number, mode, new Ticket(clock, session)) { TriesOnce = triesOnce };
        claim.Inside = codec.Number(claim.Inside);
        claim.Vote = codec.Number(claim.Vote);
        claim.HasVote = codec.Flag(claim.HasVote);
        claim.Inquiry = (Inquiry)codec.Number((long)claim.Inquiry);
        return claim;
    }

    /// <summary>For observers: the voter votes from now on.</summary>
    /// <param name="IsRecovered">Whether it was without memory, and has learnt all that it needs (rule 12).</param>
    public sealed record BegunToVote(bool IsRecovered) : IOutput
    {
        /// <summary>How it says so, unless it has voted from the start.</summary>
        public const string Again = "votes again";

        /// <inheritdoc/>
        public string? Detail => IsRecovered ? Again : null;
    }

    /// <summary>For observers: the voter has this value of a name from now on (rules 12 and 19).</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Stamp">The stamp of the value.</param>
    public sealed record ValueTaken(string Name, ValueStamp Stamp) : IOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"has the value at {Stamp}";
    }

    /// <summary>For observers: a session has begun.</summary>
    /// <param name="Session">The client.</param>
    public sealed record SessionBegun(SessionId Session) : IOutput;

    /// <summary>For observers: a session has ended, and the voter has forgotten it.</summary>
    /// <param name="Session">The client.</param>
    public sealed record SessionEnded(SessionId Session) : IOutput
    {
        /// <inheritdoc/>
        public string? Detail => $"ends session {Session}";
    }
}
