using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// A client of the quorum protocol: one session at each voter, and any number of names. The rules have the numbers of
/// <c>docs/protocol.md</c>; for the sources see <see cref="Voter"/>. The network may lose, double, delay and reorder messages.
/// </summary>
/// <remarks>
/// The parts that keep the state, each with its rules:
/// <see cref="ClientSession"/> (1 and 2), <see cref="Claims"/> and <see cref="ClaimedNames"/> (who is inside, and who is next),
/// <see cref="Requests"/> with a <see cref="Ballot"/> for each (6, 9, 10, 13, 15, 19), <see cref="Farewells"/> (11, and leaving
/// with a store, 20), <see cref="HeldValues"/> (19, 20), <see cref="KeptVotes"/> (22, 23), <see cref="Looks"/> (21) and
/// <see cref="Watches"/> (24). This class says which part does what with an input, and what a vote or a lapse means for several.
/// <code>
/// a claim: queued (behind another claim of this client), waiting (its request is at the voters), inside
///
/// state     input              condition                                        next      effects
/// none      Acquire            votes of the name are kept, and count            inside    entered
/// none      Acquire            another claim of the name goes first             queued    asked
/// none      Acquire            otherwise                                        waiting   asked; Request to all that answer
/// queued    any                those before it have left                        waiting   Request, or inside by the same votes
/// waiting   Grant, Raised      m votes with one floor, the largest, count       inside    entered
/// waiting   Grant              m votes count, with several floors               same      Raise to the lower ones
/// waiting   Inquire            the other request is better                      same      the vote is struck; Yield
/// waiting   Grant              of a vote that is struck                         same      Yield again
/// waiting   GiveUp                                                              none      withdrawn; Release
/// inside    GiveUp                                                              same      none: the claim has come in meanwhile
/// inside    Leave              exclusive, and nobody waits behind its votes     none      left; the votes stay for the next
/// inside    Leave              shared, nobody waits, m votes agree, on request  none      left; the votes stay as a copy
/// inside    Leave              otherwise                                        none      left; the next request; Release
/// inside    StoreValue         it leaves, and somebody waits                    parting   left; Store that releases
/// inside    Inquire            what it stores is its last, so it leaves         parting   left; Store that releases, or Release
/// parting   Stored             m voters have the value                          none      value stored, or read
/// parting   Over, any          m voters cannot have stored it                   none      store unknown
/// inside    any                fewer than m votes count                         none      lost; Release
/// inside    Resend             some voter has not given its vote                same      Request that says so (rule 10)
/// waiting   Inquire            the other request is not better, and tries once  same      Busy
/// inside    Inquire            the other request tries once                     same      Busy
/// inside    StoreValue         exclusive                                        same      Store to its votes, until m have it
/// inside    ReadValue          the value is stored under these votes            same      read
/// inside    ReadValue          exclusive, otherwise                             same      Store of what was there; then read
/// inside    ReadValue          shared                                           same      read: sure if m have the same stamp
/// none      LookAt                                                              looks     Look to all that answer
/// looks     Seen               m have the same stamp, or all have answered      none      read: sure if m have it
/// any       Changed            m have exactly the stamp, the largest so far      same      watched
/// kept      ReadCopy           m votes count that have the value                same      copy read
/// kept      Acquire            shared votes; exclusive claim, or the reverse    waiting   copy ended; Release; Request
/// kept      Inquire                                                             none      copy ended; Release
/// kept      any                fewer than m votes count, or no use for a lease  none      copy ended; Release
/// none      Grant, Inquire     of a request that is over; no Release on its way same      Release
/// any       Resend                                                              same      what has no answer, again
/// </code>
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) whoever is inside has the votes of m voters;
/// (2) of the claims of a name, either one is inside, or only such as share;
/// (3) a vote is only here if its voter has heard a beat that still counts, in the epoch of the vote;
/// (4) votes are kept only while nobody is inside by them, and nobody waits behind them;
/// (5) no vote is here that was struck;
/// (6) only a claim that is inside stores;
/// (7) shared votes are kept only while m of them count and agree on the value.
/// </para>
/// </remarks>
public class QuorumClient : IMachine
{
    private readonly ProcessId _self;
    private readonly QuorumTerms _terms;
    private readonly ResendTimer _resend;
    private readonly ClientSession _session;
    private readonly Farewells _farewells;
    private readonly Requests _requests;
    private readonly ClaimedNames _names = new();
    private readonly KeptVotes _kept;
    private readonly Claims _claims;
    private readonly HeldValues _values;
    private readonly Looks _looks;
    private readonly Watches _watches;
    private long _lastClaim;

    /// <summary>A client that has asked for nothing.</summary>
    /// <param name="self">The process itself; not one of the voters.</param>
    /// <param name="terms">What the group has agreed on.</param>
    /// <param name="session">Names this life of the client; no other client ever has it.</param>
    /// <param name="holder">Who the client is, for people; null if it does not say.</param>
    public QuorumClient(ProcessId self, QuorumTerms terms, SessionId session, string? holder = null)
    {
        (_self, _terms) = (self, terms);
        _resend = new ResendTimer(terms.Resend);
        _session = new ClientSession(session, terms, holder);
        _farewells = new Farewells(self, _session, _resend);
        _requests = new Requests(_session, _farewells, _resend);
        _kept = new KeptVotes(_names, _requests, terms);
        _claims = new Claims(self, _session, _names, _requests, _kept);
        _values = new HeldValues(_claims, _requests);
        _looks = new Looks(self, _session, _resend);
        _watches = new Watches(_session, terms);
    }

    /// <summary>Rule 2: whether an epoch that has lapsed may count again. Museum: counts-after-late-heard.</summary>
    protected virtual bool MayCountAgain => false;

    /// <summary>Rule 9: whether a client that is inside yields. Museum: yields-inside.</summary>
    protected virtual bool YieldsInside => false;

    /// <summary>Rule 9: whether a vote that was struck may come back. Museum: takes-back-yielded-vote.</summary>
    protected virtual bool TakesBackStruck => false;

    /// <summary>Rule 13: whether a copy of a grant counts as one more. Museum: counts-votes-not-voters.</summary>
    protected virtual bool CountsCopies => false;

    /// <summary>Rule 15: whether a majority is enough, whatever its floors. Museum: enters-on-uneven-floors.</summary>
    protected virtual bool EntersOnUnevenFloors => false;

    /// <summary>
    /// Rule 19: whether an answer to <see cref="Raise"/> or <see cref="Store"/> counts, although its vote no longer does. Museum:
    /// counts-raised-of-lapsed, counts-stored-of-lapsed.
    /// </summary>
    protected virtual bool CountsLapsedAnswers => false;

    /// <summary>Rule 20: whether what is read alone is stored first. Museum: reads-without-storing.</summary>
    protected virtual bool StoresWhatItReads => true;

    /// <summary>Rule 21: how many voters must have the same stamp in a look. Museum: reads-before-majority.</summary>
    protected virtual int VotersOfLook => _terms.Majority;

    /// <summary>Rule 23: whether a copy is read when its votes no longer count. Museum: cache-that-outlives-its-votes.</summary>
    protected virtual bool CopyOutlivesVotes => false;

    /// <summary>Rule 24: how many voters must have told exactly the same stamp. Museum: watches-one-voter.</summary>
    protected virtual int VotersOfWatch => _terms.Majority;

    /// <summary>Rule 24: whether a lost message about watched names is asked for again. Museum: forgets-lost-change.</summary>
    protected virtual bool AsksForLostChanges => true;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        // What the clock says comes first, whatever came in: no timer needs to fire for it.
        LapsePast(now, outbox);
        switch (input.Kind)
        {
            case InputKind.Message: On(input.From.Value - 1, input.Message!, now, outbox); break;
            case InputKind.Command: On(input.Command!, outbox); break;
            case InputKind.Timer: On(input.Timer, now, outbox); break;
            case InputKind.Start: _session.SendBeat(Oldest, now, outbox); _resend.Set(outbox); break;
            case InputKind.Restart: Restart(now, outbox); break;
            default:
                throw new BrokenRuleException(
                    $"The input of a client must be a message, a command, a timer, a start or a restart, was "
                    + $"{input.Kind}; [{this}].");
        }
    }

    /// <summary>
    /// Until when a claim surely is inside, if no further beat is heard: on the clock of <see cref="IMachine.On"/>. Null if it is
    /// not inside.
    /// </summary>
    public TimeSpan? DeadlineOf(long claim) => _claims.FindInside(claim)?.Ballot!.Deadline;

    /// <summary>The largest number of a claim or look that was used; 0 before the first.</summary>
    public long LastClaim => _lastClaim;

    /// <summary>
    /// What the name of a claim that is inside has, as far as its votes know (rule 20). Whoever only reads it must read it by
    /// <see cref="ReadValue"/>. Null if the claim is not inside.
    /// </summary>
    public StampedValue? CurrentOf(long claim) => _claims.FindInside(claim)?.Ballot!.Value.Current;

    /// <summary>The name of a claim that is inside; otherwise null.</summary>
    public string? NameOf(long claim) => _claims.FindInside(claim)?.Name.Name;

    /// <summary>How a claim locks its name; null if there is no such claim.</summary>
    public VoteMode? ModeOf(long claim) => _claims.Find(claim)?.Mode;

    /// <summary>The claims that are queued behind a claim that is inside, the first one first.</summary>
    internal IEnumerable<long> QueuedBehind(long claim) =>
        _claims.FindInside(claim)?.Name.Queued.Select(queued => queued.Number) ?? [];

    /// <summary>
    /// The copy of a name, if there is one that counts (rule 23): what this client reads without a message. It is good until its
    /// deadline, or until <see cref="CopyEnded"/>, whichever comes first: whatever was told as done before is in it. Another
    /// thread must look at the clock after it took the copy, not before.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="now">The clock.</param>
    public ValueCopy? CopyOf(string name, TimeSpan now) => _kept.CopyOf(name, now, CopyOutlivesVotes);

    /// <summary>For each voter, process 1 first, whether it answers: its latest beat still counts.</summary>
    /// <param name="now">The clock.</param>
    public IReadOnlyList<bool> Answers(TimeSpan now) =>
        [.. Enumerable.Range(0, _terms.Voters).Select(voter => _session.IsAlive(voter) && !_session.IsPast(voter, now))];

    /// <summary>How many names, claims, votes, releases, looks and watched names it keeps.</summary>
    internal int Size =>
        _names.Count + _claims.Count + _requests.Count + _farewells.Count + _looks.Count + _watches.Size;

    // Of those whose requests may be at a voter: the smallest number.
    private long Oldest => Math.Min(_lastClaim + 1, Math.Min(_claims.Oldest, _requests.Oldest));

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        _session.Exchange(codec);
        _lastClaim = codec.Number(_lastClaim);
        _resend.Exchange(codec);
        _claims.Exchange(codec);
        _farewells.Exchange(codec);
        _looks.Exchange(codec);
        _watches.Exchange(codec);
    }

    /// <inheritdoc/>
    public void Check()
    {
        _claims.Check(this);
        _kept.Check(this, CopyOutlivesVotes);
        _requests.Check(this);
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() =>
        $"client {_self}, {_session}, names [{_names}], "
        + $"releases without an answer [{_farewells}], looks [{_looks}], watches [{_watches}]";

    private void Restart(TimeSpan now, Outbox outbox)
    {
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (_session.IsAlive(voter))
                Lapse(voter, outbox);
        }
        _session.ForgetBeat(_session.LastBeat);
        _session.SendBeat(Oldest, now, outbox);
        _resend.End();
        _resend.Set(outbox);
    }

    private void On(ICommand command, Outbox outbox)
    {
        switch (command)
        {
            case Acquire m when m.Claim > _lastClaim:
                _lastClaim = m.Claim;
                _claims.Begin(m, outbox);
                break;
            case Leave m when _claims.FindInside(m.Claim) is { } claim: _claims.Leave(claim, m.KeepsCopy, outbox); break;
            case GiveUp m when _claims.Find(m.Claim) is { } claim:
                if (!claim.IsInside)
                    _claims.Withdraw(claim, outbox);
                break;
            case GiveBackKept: _kept.ReleaseAll(outbox); break;
            case GiveUp m when _looks.End(m.Claim) || _farewells.Forget(m.Claim):
                outbox.Tell(new LookGivenUp(new Timestamp(m.Claim, _self)));
                break;
            case StoreValue m when _claims.FindIdle(m.Claim) is { Mode: VoteMode.Exclusive } claim:
                _values.Begin(claim, m.Value, isRead: false, m.Leaves, outbox);
                break;
            case ReadValue m when _claims.FindIdle(m.Claim) is { } claim:
                _values.Read(claim, m.Leaves, StoresWhatItReads, outbox);
                break;
            case LookAt m when m.Claim > _lastClaim:
                _lastClaim = m.Claim;
                _looks.Begin(m, outbox);
                break;
            case BeginWatch or StopWatch when _watches.On(command, outbox): _resend.Set(outbox); break;
            case ReadCopy m when m.Claim > _lastClaim && _kept.ReadCopy(m.Name, CopyOutlivesVotes) is { } copy:
                _lastClaim = m.Claim;
                outbox.Tell(new CopyRead(new Timestamp(m.Claim, _self), copy));
                break;
            case Leave or StoreValue or ReadValue when Claims.HasJustLost(command, outbox): break;
            default: outbox.Tell(new OutOfTurn(command)); break;
        }
    }

    private void On(int voter, IMessage message, TimeSpan now, Outbox outbox)
    {
        if (message is not IVoterMessage answer || (uint)voter >= (uint)_terms.Voters)
            throw new BrokenRuleException($"A client must get no [{message}] of process {voter + 1}; [{this}].");
        if (answer.Session != _session.Id)
            return; // of an earlier life
        switch (answer)
        {
            case Heard m: On(voter, m, now, outbox); break;
            case Queued m when _requests.On(voter, m) is { } ballot: Claims.OnBusy(ballot, voter, outbox); break;
            case Grant m when _requests.On(voter, m, CountsCopies, TakesBackStruck, outbox) is { } ballot:
                OnVote(ballot, voter, outbox);
                break;
            case Inquire m when _requests.On(voter, m, outbox) is { } ballot: On(voter, m, ballot, outbox); break;
            case Raised m when _requests.On(voter, m, CountsLapsedAnswers) is { Claim.IsInside: false } ballot:
                TryEnter(ballot, outbox);
                break;
            case Over m: _farewells.On(voter, m, outbox); break;
            case Stored m when _farewells.On(voter, m, outbox): break;
            case Stored m when _requests.On(voter, m, CountsLapsedAnswers) is { } ballot: _values.TryEnd(ballot, outbox); break;
            case Seen m: _looks.On(voter, m, VotersOfLook, outbox); break;
            case Changed m when _session.Is(voter, m.Epoch):
                if (_watches.On(voter, m, VotersOfWatch, outbox))
                    _resend.Set(outbox);
                break;
            case WatchEnded m: _watches.On(voter, m); break;
            case Foreign m when _session.OnForeign(voter):
                outbox.Tell(new ForeignVoter(new ProcessId(voter + 1), m.GroupText));
                break;
        }
    }

    // Rules 1 and 2.
    private void On(int voter, Heard message, TimeSpan now, Outbox outbox)
    {
        var (wasReady, epoch) = (_session.IsReady, _session.EpochAt(voter));
        var hearing = _session.On(voter, message, now, MayCountAgain);
        if (hearing == Hearing.Alive && epoch != message.Epoch)
            Strike(voter, outbox);
        switch (hearing)
        {
            case Hearing.Alive when _session.IsReady && !wasReady: AskFirst(voter, outbox); break;
            case Hearing.Alive: AskAgain(voter, outbox); break;
            case Hearing.OtherEpoch:
                OnLapsed(voter, outbox);
                outbox.Set(QuorumTimers.BeatDue(_session.LastBeat + 1), TimeSpan.Zero);
                break;
        }
        if (_session.Is(voter, message.Epoch))
            _watches.OnHeard(voter, message.Unanswered, AsksForLostChanges, outbox);
    }

    // A majority answers beats, this voter the last of it.
    private void AskFirst(int voter, Outbox outbox)
    {
        _looks.AskAgain(voter, outbox);
        if (_watches.AskAgain(voter, outbox))
            _resend.Set(outbox);
        _claims.AdvanceAll(outbox);
    }

    // It has forgotten everything, or never had it.
    private void AskAgain(int voter, Outbox outbox)
    {
        _requests.AskAgain(voter, outbox);
        _looks.AskAgain(voter, outbox);
        _watches.AskAgain(voter, outbox);
        _resend.Set(outbox);
    }

    private void OnVote(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot.Claim is null)
        {
            if (ballot.IsAwaited)
                _kept.Release(ballot.Name, outbox);
        }
        else if (!ballot.Claim.IsInside)
        {
            TryEnter(ballot, outbox);
        }
        else
        {
            _requests.CatchUp(ballot, voter, outbox);
            _values.TryEnd(ballot, outbox); // its voter may have the value already, by a vote that has lapsed
        }
    }

    private void TryEnter(Ballot ballot, Outbox outbox)
    {
        if (_requests.TryNumber(ballot, EntersOnUnevenFloors, outbox))
            Claims.Enter(ballot, outbox);
    }

    // Rules 9, 20 and 22.
    private void On(int voter, Inquire message, Ballot ballot, Outbox outbox)
    {
        if (ballot.Claim is not { } claim)
        {
            _kept.Release(ballot.Name, outbox);
        }
        else if (ballot.Value.Round is { Leaves: true })
        {
            _claims.LeaveByStore(claim, outbox);
        }
        else if (message.IsBetter && (!claim.IsInside || YieldsInside))
        {
            _requests.Yield(ballot, voter, message.Vote, outbox);
            if (claim.TriesOnce)
                Claims.OnBusy(ballot, voter, outbox);
        }
        else if (message.TriesOnce)
        {
            _requests.SendBusy(ballot, voter, message.Vote, outbox);
        }
    }

    private void On(TimerId timer, TimeSpan now, Outbox outbox)
    {
        switch (timer.Kind)
        {
            case QuorumTimers.BeatDueKind:
                _claims.Trim();
                _session.SendBeat(Oldest, now, outbox);
                _kept.OnBeat(outbox);
                break;
            case QuorumTimers.BeatOverKind: OnBeatOver(timer.Number, outbox); break;
            case QuorumTimers.GiveBackDueKind: _kept.ReleaseUnused(outbox); break;
            default: SendAgain(outbox); break;
        }
    }

    // Everything that waits for an answer, again (rule 6).
    private void SendAgain(Outbox outbox)
    {
        _resend.End();
        var isAny = _session.SendBeatAgain(Oldest, outbox)
            | _farewells.SendAgain(outbox)
            | _looks.SendAgain(VotersOfLook, outbox)
            | _watches.SendAgain(AsksForLostChanges, outbox)
            | _requests.SendAgain(outbox);
        if (isAny)
            _resend.Set(outbox);
    }

    // Rule 2, for a host that has no clock: whatever the clock says, nothing counts by this beat any more.
    private void OnBeatOver(long beat, Outbox outbox)
    {
        _session.ForgetBeat(beat);
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (_session.IsBy(voter, beat))
                Lapse(voter, outbox);
        }
    }

    private void LapsePast(TimeSpan now, Outbox outbox)
    {
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (_session.IsPast(voter, now))
                Lapse(voter, outbox);
        }
    }

    private void Lapse(int voter, Outbox outbox)
    {
        _session.Lapse(voter);
        OnLapsed(voter, outbox);
    }

    // Rule 2: nothing of this voter counts any more.
    private void OnLapsed(int voter, Outbox outbox)
    {
        if (!MayCountAgain)
            Strike(voter, outbox);
        foreach (var ballot in _requests.ToList())
        {
            if (ballot.Claim is null && !KeptVotes.MayStay(ballot, CopyOutlivesVotes))
                _kept.Release(ballot.Name, outbox);
            else if (ballot is { Claim: { IsInside: true } claim, HasMajority: false })
                _claims.Lose(claim, outbox);
        }
        _farewells.EndAll(voter, outbox);
    }

    private void Strike(int voter, Outbox outbox)
    {
        _requests.Strike(voter);
        _looks.Strike(voter);
        _watches.Strike(voter, outbox);
    }
}
