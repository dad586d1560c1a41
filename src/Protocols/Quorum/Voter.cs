using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// A voter of the quorum protocol: one vote for each name, which it gives to one client after another. The protocol is the voting
/// of Thomas (TODS 4(2), 1979) and Maekawa (TOCS 3(2), 1985) with leases (Gray and Cheriton, SOSP 1989) and fencing tokens; its
/// rules have the numbers of <c>docs/protocol.md</c>. The network may lose, double, delay and reorder messages.
/// </summary>
/// <remarks>
/// The parts that keep the state, each with its rules: <see cref="VoterLife"/> (12), <see cref="VotedNames"/> (floors and values:
/// 12, 15, 16, 19), <see cref="Voting"/> (who has the vote: 6 to 10), <see cref="VoterSessions"/> (1, 2, 3, 11) and
/// <see cref="VoterWatches"/> (24). This class says which part does what with an input.
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
    private readonly ProcessId _self;
    private readonly QuorumTerms _terms;
    private readonly bool _isNew;
    private readonly VoterMemory? _memory;
    private readonly VoterLife _life;
    private readonly VotedNames _names;
    private readonly Voting _voting;
    private readonly VoterSessions _sessions;
    private long _clock; // the largest logical clock of the tickets seen

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
        (_self, _terms, _isNew, _memory) = (self, terms, isNew, memory);
        _life = new VoterLife(self, terms, incarnation, isDurable: memory is not null, NumberAbove);
        _names = new VotedNames(_life, terms.SessionLength);
        _voting = new Voting(_names, _life, MayJoin, () => MayPassWaiting);
        _sessions = new VoterSessions(incarnation, _names.Watches, _voting);
    }

    /// <summary>
    /// Whether it votes. Otherwise it has lost its memory and recovers, or waits until the votes of its earlier lives have ended.
    /// </summary>
    public bool IsVoting => _life.IsVoting;

    /// <summary>How many sessions, requests, names and watches it keeps, and messages for these.</summary>
    internal int Size => _sessions.Size + _names.Count + _names.Watches.Size;

    /// <summary>What has been agreed on.</summary>
    protected QuorumTerms Terms => _terms;

    /// <summary>Rule 3: how long after the latest beat a session ends. Museum: ends-session-early.</summary>
    protected virtual TimeSpan SessionLength => _terms.SessionLength;

    /// <summary>Rule 8: whether requests may get the vote past one that may not. Museum: reader-past-waiting-writer.</summary>
    protected virtual bool MayPassWaiting => false;

    /// <summary>Rule 12: how long a voter without memory waits. Museum: forgets-without-waiting.</summary>
    protected virtual TimeSpan WaitLength => _terms.SessionLength;

    /// <summary>Rule 12: how many of the others must tell their floors. Museum: recovers-from-too-few.</summary>
    protected virtual int FloorsNeeded => _terms.MajorityOfOthers;

    /// <summary>Rule 12: whether it recovers values, too. Museum: recovers-without-values.</summary>
    protected virtual bool RecoversValues => true;

    /// <summary>
    /// Rule 16: how much the floor rises when a vote ends with its session. Museum: keeps-floor-of-ended-session.
    /// </summary>
    protected virtual int RiseOfEndedVote => 1;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        _voting.Now = now;
        switch (input.Kind)
        {
            case InputKind.Message: On(input.From, input.Message!, now, outbox); break;
            case InputKind.Timer: On(input.Timer, outbox); break;
            case InputKind.Start when _memory is { IsEmpty: false }: Remember(_memory, waits: !_isNew, outbox); break;
            case InputKind.Start when _isNew:
                _life.Reserve(_names.Base, outbox);
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
        _clock = codec.Number(_clock);
        _life.Exchange(codec);
        _names.Exchange(codec);
        _sessions.Exchange(codec);
        _names.Exchange(codec, _sessions.ById);
        _names.Watches.Exchange(codec, _sessions.ById);
    }

    /// <inheritdoc/>
    public void Check()
    {
        foreach (var name in _names.All)
            Invariant.Holds(this, 2, name.Voted.TrueForAll(_sessions.IsOpen) && name.Waiting.TrueForAll(_sessions.IsOpen));
        _voting.Check(this);
        _names.Check(this, _sessions.HaveBegun);
    }

    /// <summary>What the voter knows of some names, for people.</summary>
    /// <param name="now">The clock of the node, as for <see cref="IMachine.On"/>.</param>
    /// <param name="name">Only this name; null: all names that have requests.</param>
    /// <param name="after">The names after this one, in ordinal order; null: from the first.</param>
    /// <param name="most">
    /// About how many bytes the answer may have. There is always at least one name, if there is any; it may lack some of its
    /// requests, the last ones. At most half is for sessions, which come with the first page of all names.
    /// </param>
    public VoterState Describe(TimeSpan now, string? name, string? after, int most) =>
        new VoterView(IsVoting, _sessions.ById, _names, SessionLength, now).Describe(name, after, most);

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() => $"voter {_self}, {_life}, sessions [{_sessions}], {_names}";

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
    /// Rule 11: the number of the request that a release ends. Museum: release-of-any-request.
    /// </summary>
    /// <param name="message">The release.</param>
    /// <param name="open">The requests of the session that are not over.</param>
    protected virtual long RequestOf(Release message, IEnumerable<long> open) => message.Number;

    /// <summary>
    /// Rule 12: the number that a durable voter stores before it tells a floor: far above it, so that it seldom stores one.
    /// Museum: reserves-nothing.
    /// </summary>
    /// <param name="floor">The floor.</param>
    protected virtual long NumberAbove(long floor) =>
        Math.Min(((floor / VotedNames.FloorStep) + 1) * VotedNames.FloorStep, FencingToken.MostNumber);

    /// <summary>
    /// Rule 19: whether a value may be stored. Museum: stores-from-anybody.
    /// </summary>
    /// <param name="hasVote">Whether exactly the vote that the message names is out, to an exclusive request.</param>
    /// <param name="isLater">Whether the stamp is larger than that of what is stored.</param>
    protected virtual bool MayStore(bool hasVote, bool isLater) => hasVote;

    private void On(ProcessId from, IMessage message, TimeSpan now, Outbox outbox)
    {
        switch (message)
        {
            case Beat m when m.Group != _terms.Group: outbox.Send(from, new Foreign(m.Session, _terms.GroupText)); break;
            case Beat m:
                var heard = _sessions.On(from, m, now, SessionLength, RiseOfEndedVote, outbox);
                var unanswered = _names.Watches.UnansweredOf(heard.Id);
                outbox.Send(from, new Heard(heard.Id, m.Number, heard.Epoch, _clock, unanswered));
                break;
            case Request m when _sessions.Find(m.Session) is { } session: On(from, session, m, outbox); break;
            case Yield m when _sessions.FindVote(m.Session, m.Number, m.Epoch, m.Vote) is { } claim:
                _voting.Yield(claim, outbox);
                break;
            case Busy m when _sessions.FindVote(m.Session, m.Number, m.Epoch, m.Vote) is { } claim:
                Voting.OnBusy(claim, outbox);
                break;
            case Raise m when _sessions.FindVote(m.Session, m.Number, m.Epoch, m.Vote) is { } claim: On(claim, m, outbox); break;
            case Store m: On(from, m, outbox); break;
            case Look m when IsVoting && _sessions.Find(m.Session) is { } session: On(session, m, outbox); break;
            case IWatchMessage m when IsVoting && _sessions.Find(m.Session) is { } session:
                _names.Watches.On(session, m, outbox);
                break;
            case Release m:
                End(m, outbox);
                outbox.Send(from, new Over(m.Session, m.Number));
                break;
            case Request or Yield or Busy or Raise or Look or IWatchMessage: break; // of a session or a vote that has ended
            case Recall m when m.Group != _terms.Group: outbox.Send(from, new Foreign(default, _terms.GroupText)); break;
            case Recall m when _life.IsRecovering: outbox.Send(from, new Forgotten(_life.Incarnation, m.Round)); break;
            case Recall m: outbox.Send(from, _names.PageFor(m, _life.IsFoundedWith(from, m.Incarnation))); break;
            case Floors m when _life.On(from, m, FloorsNeeded, outbox): BeginToVote(outbox); break;
            case Forgotten m when _life.On(from, m, outbox): BeginToVote(outbox); break;
            case Floors or Forgotten: break; // late
            case Foreign m: outbox.Tell(new QuorumClientProtocol.ForeignVoter(from, m.GroupText)); break;
            default:
                throw new BrokenRuleException($"A voter must get no [{message}] of process {from}; [{this}].");
        }
    }

    // Rule 6.
    private void On(ProcessId from, VoterSession session, Request message, Outbox outbox)
    {
        session.Client = from;
        _clock = Math.Max(_clock, message.Ticket.Clock);
        if (session.Over.Contains(message.Number))
            outbox.Send(from, new Over(session.Id, message.Number));
        else if (session.Claims.TryGetValue(message.Number, out var claim))
            _voting.Repeat(claim, message, outbox);
        else
            _voting.Begin(session, message, outbox);
    }

    // Rule 15.
    private void On(VoterClaim claim, Raise message, Outbox outbox)
    {
        _names.Raise(claim.Name, message.Floor, outbox);
        outbox.Send(
            claim.Session.Client,
            new Raised(message.Session, message.Number, message.Epoch, message.Vote, claim.Name.Floor));
    }

    // Rules 19 and 20.
    private void On(ProcessId from, Store message, Outbox outbox)
    {
        var claim = _sessions.FindVote(message.Session, message.Number, message.Epoch, message.Vote);
        var known = _names.Find(message.Name);
        var isLater = message.Value.Stamp > (known?.Stored.Stamp ?? default);
        var mayStore = IsVoting && MayStore(claim is { Mode: VoteMode.Exclusive } && claim.Name == known, isLater);
        if (mayStore && isLater)
            _names.Take(_names.Get(message.Name), message.Value, isRecovered: false, outbox);
        if (message.Releases)
        {
            if (mayStore && claim is not null)
                claim.Session.LastStores.Add((message.Number, message.Value.Stamp));
            End(new Release(message.Session, message.Number, message.Name, message.Value.Stamp.Token), outbox);
        }
        if (mayStore || (message.Releases && _sessions.HasStoredLast(message)))
            outbox.Send(from, Answer(message));
        else if (message.Releases)
            outbox.Send(from, new Over(message.Session, message.Number));
    }

    private static Stored Answer(Store message) => new(
        message.Session, message.Number, message.Epoch, message.Vote, message.Value.Stamp, message.Releases);

    // Rule 21.
    private void On(VoterSession session, Look message, Outbox outbox)
    {
        var (stored, isRecovered) = _names.Find(message.Name) is { } name ? (name.Stored, name.IsRecovered) : default;
        outbox.Send(session.Client, new Seen(session.Id, message.Number, session.Epoch, stored, isRecovered));
    }

    // Rules 11 and 16. A release of an unknown session, or of a request that never came, raises the floor, too.
    private void End(Release message, Outbox outbox)
    {
        var session = _sessions.Find(message.Session);
        session?.Over.Add(message.Number);
        if (session is not null && session.Claims.TryGetValue(RequestOf(message, session.Claims.Keys), out var claim))
            _voting.End(claim, message.Token, outbox);
        else if (message.Token > 0 && message.Name is { } text)
            _names.RaiseIdle(text, message.Token, outbox);
    }

    private void On(TimerId timer, Outbox outbox)
    {
        switch (timer.Kind)
        {
            case QuorumTimers.SessionOverKind:
                if (_sessions.Find(new SessionId(timer.Number)) is { } session)
                    _sessions.End(session, RiseOfEndedVote, outbox);
                break;
            case QuorumTimers.WaitOverKind when _life.IsWaiting: EndWait(outbox); break;
            case QuorumTimers.WaitOverKind:
                if (_life.AskFirst(FloorsNeeded, outbox))
                    BeginToVote(outbox);
                break;
            case QuorumTimers.SweepKind:
                _names.Sweep(outbox);
                _sessions.Trim();
                break;
            default: _life.AskAgain(outbox); break;
        }
    }

    // Rule 12. What it kept in memory is kept, but all timers are gone.
    private void Restart(IReadOnlyList<IRecord> stored, Outbox outbox)
    {
        if (_memory is not null && VoterMemory.Of(stored) is { IsEmpty: false } memory)
        {
            Remember(memory, waits: true, outbox);
            return;
        }
        _sessions.Restart(SessionLength, outbox);
        if (!_sessions.HaveBegun && IsVoting)
            Recover(outbox);
        else if (!IsVoting)
            outbox.Set(QuorumTimers.WaitOver, WaitLength);
        _names.Restart(outbox);
    }

    private void Recover(Outbox outbox)
    {
        _life.Recover();
        outbox.Set(QuorumTimers.WaitOver, WaitLength);
    }

    // Rule 12, of a durable voter: it has its memory, and asks nobody.
    private void Remember(VoterMemory memory, bool waits, Outbox outbox)
    {
        _life.Remember(memory);
        _names.Remember(memory, outbox);
        if (waits)
            outbox.Set(QuorumTimers.WaitOver, WaitLength);
        else
            EndWait(outbox);
    }

    private void EndWait(Outbox outbox)
    {
        _life.EndWait();
        outbox.Note(new BegunToVote(IsRecovered: true));
        _voting.SettleAll(outbox);
    }

    private void BeginToVote(Outbox outbox)
    {
        var recovery = _life.EndRecovery();
        _names.Learn(recovery, RecoversValues, outbox);
        outbox.Note(new BegunToVote(IsRecovered: true));
        _life.RememberFounding(recovery, outbox);
        _life.Reserve(_names.Base, outbox);
        outbox.Cancel(TimerId.Resend);
        _names.RaiseAll(outbox);
        _voting.SettleAll(outbox);
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
