using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// A client of the quorum protocol: one session at each voter, and any number of names. The rules have the numbers of
/// <c>docs/protocol.md</c>; for the sources see <see cref="Voter"/>. The network may lose, double, delay and reorder messages.
/// </summary>
/// <remarks>
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
    // Kept votes that were not used while so many beats were sent are given back: after a lease.
    private const int MostBeatsKept = 3;

    // Very many kept votes are given back in pieces, one with each beat and more in between: so other messages need not wait
    // behind them, and no mailbox grows large.
    private const int MostReleases = 100;
    private const int PiecesPerBeat = 100;

    private const int MostIdleCapacity = 1024;

    private readonly ProcessId _self;
    private readonly QuorumTerms _terms;
    private readonly ClientSession _session;
    private readonly Dictionary<string, ClaimedName> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Claim> _claims = [];
    private readonly Dictionary<long, Ballot> _ballots = []; // of claims and of kept votes
    private readonly Farewells _farewells;
    private readonly Looks _looks;
    private readonly Watches _watches;
    private long _lastClaim;
    private bool _isResendSet;

    /// <summary>A client that has asked for nothing.</summary>
    /// <param name="self">The process itself; not one of the voters.</param>
    /// <param name="terms">What the group has agreed on.</param>
    /// <param name="session">Names this life of the client; no other client ever has it.</param>
    /// <param name="holder">Who the client is, for people; null if it does not say.</param>
    public QuorumClient(ProcessId self, QuorumTerms terms, SessionId session, string? holder = null)
    {
        (_self, _terms) = (self, terms);
        _session = new ClientSession(session, terms, holder);
        _farewells = new Farewells(_session, terms);
        _looks = new Looks(_session, terms);
        _watches = new Watches(_session, terms);
    }

    /// <summary>
    /// Rule 2: whether an epoch that has lapsed may count again when a late answer to a beat comes. Museum:
    /// counts-after-late-heard.
    /// </summary>
    protected virtual bool MayCountAgain => false;

    /// <summary>Rule 9: whether a client that is inside yields. Museum: yields-inside.</summary>
    protected virtual bool YieldsInside => false;

    /// <summary>Rule 9: whether a vote that was struck may come back. Museum: takes-back-yielded-vote.</summary>
    protected virtual bool TakesBackStruck => false;

    /// <summary>Rule 13: whether a copy of a grant counts as one more. Museum: counts-votes-not-voters.</summary>
    protected virtual bool CountsCopies => false;

    /// <summary>
    /// Rule 15: whether a majority is enough, even if the votes carry several floors. Museum: enters-on-uneven-floors.
    /// </summary>
    protected virtual bool EntersOnUnevenFloors => false;

    /// <summary>
    /// Rule 19: whether an answer to <see cref="Raise"/> or <see cref="Store"/> counts, although its vote no longer does. Museum:
    /// counts-raised-of-lapsed, counts-stored-of-lapsed.
    /// </summary>
    protected virtual bool CountsLapsedAnswers => false;

    /// <summary>
    /// Rule 23: whether a copy is read on when its votes no longer count. Museum: cache-that-outlives-its-votes.
    /// </summary>
    protected virtual bool CopyOutlivesVotes => false;

    /// <summary>
    /// Rule 20: whether what is read under an exclusive lock is stored first. Museum: reads-without-storing.
    /// </summary>
    protected virtual bool StoresWhatItReads => true;

    /// <summary>
    /// Rule 21: how many voters must have the same stamp in a look. Museum: reads-before-majority.
    /// </summary>
    protected virtual int VotersOfLook => _terms.Majority;

    /// <summary>
    /// Rule 24: how many voters must have told exactly the same stamp. Museum: watches-one-voter.
    /// </summary>
    protected virtual int VotersOfWatch => _terms.Majority;

    /// <summary>
    /// Rule 24: whether a lost message about watched names is asked for again. Museum: forgets-lost-change.
    /// </summary>
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
            case InputKind.Start: _session.SendBeat(Oldest(), now, outbox); SetResend(outbox); break;
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
    public TimeSpan? DeadlineOf(long claim) =>
        _claims.TryGetValue(claim, out var found) && found is { IsInside: true, Ballot: { } ballot } ? DeadlineOf(ballot) : null;

    /// <summary>The largest number of a claim or look that was used; 0 before the first.</summary>
    public long LastClaim => _lastClaim;

    /// <summary>
    /// What the name of a claim that is inside has, as far as its votes know (rule 20). Whoever only reads it must read it by
    /// <see cref="ReadValue"/>. Null if the claim is not inside.
    /// </summary>
    public StampedValue? CurrentOf(long claim) =>
        _claims.TryGetValue(claim, out var found) && found is { IsInside: true, Ballot: { } ballot } ? ballot.Current : null;

    /// <summary>The name of a claim that is inside; otherwise null.</summary>
    public string? NameOf(long claim) => _claims.TryGetValue(claim, out var found) && found.IsInside ? found.Name.Name : null;

    /// <summary>How a claim locks its name; null if there is no such claim.</summary>
    public VoteMode? ModeOf(long claim) => _claims.TryGetValue(claim, out var found) ? found.Mode : null;

    /// <summary>The claims that are queued behind a claim that is inside, the first one first.</summary>
    internal IEnumerable<long> QueuedBehind(long claim) => _claims.TryGetValue(claim, out var found) && found.IsInside
        ? found.Name.Claims.Where(other => other is { IsInside: false, Ballot: null }).Select(other => other.Number)
        : [];

    /// <summary>
    /// The copy of a name, if there is one that counts (rule 23): what this client reads without a message. It is good until its
    /// deadline, or until <see cref="CopyEnded"/>, whichever comes first: whatever was told as done before is in it. Another
    /// thread must look at the clock after it took the copy, not before.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="now">The clock.</param>
    public ValueCopy? CopyOf(string name, TimeSpan now) =>
        KeptOf(name) is { IsStored: true } kept && DeadlineOfCopy(kept) is { } deadline && now < deadline
            ? new ValueCopy(kept.Current, deadline)
            : null;

    /// <summary>For each voter, process 1 first, whether it answers: its latest beat still counts.</summary>
    /// <param name="now">The clock.</param>
    public IReadOnlyList<bool> Answers(TimeSpan now) =>
        [.. Enumerable.Range(0, _terms.Voters).Select(voter => _session.IsAlive(voter) && !_session.IsPast(voter, now))];

    /// <summary>How many names, claims, votes, releases, looks and watched names it keeps.</summary>
    internal int Size =>
        _names.Count + _claims.Count + _ballots.Count + _farewells.Count + _looks.Count + _watches.Size;

    /// <inheritdoc/>
    public virtual void Exchange(StateCodec codec)
    {
        _session.Exchange(codec);
        _lastClaim = codec.Number(_lastClaim);
        _isResendSet = codec.Flag(_isResendSet);
        ExchangeNames(codec);
        _farewells.Exchange(codec);
        _looks.Exchange(codec);
        _watches.Exchange(codec);
    }

    /// <inheritdoc/>
    public void Check()
    {
        foreach (var name in _names.Values)
        {
            var inside = name.Claims.FindAll(claim => claim.IsInside);
            Invariant.Holds(this, 1, inside.TrueForAll(claim => HasMajority(claim.Ballot!)));
            Invariant.Holds(this, 2, inside.Count <= 1 || inside.TrueForAll(claim => claim.Mode == VoteMode.Shared));
            Invariant.Holds(this, 4, name.Kept is null or { Claim: null, IsAwaited: false });
            Invariant.Holds(this, 7, name.Kept is not { Mode: VoteMode.Shared } copy || IsCopy(copy));
        }
        foreach (var ballot in _ballots.Values)
        {
            Invariant.Holds(this, 6, ballot.Round is null || ballot.Claim?.IsInside == true);
            for (var voter = 0; voter < _terms.Voters; voter++)
            {
                Invariant.Holds(this, 3, !ballot[voter].IsHere || _session.IsAlive(voter));
                Invariant.Holds(this, 5, !ballot[voter].IsHere || ballot[voter].Number > ballot[voter].Struck);
            }
        }
    }

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() =>
        $"client {_self}, {_session}, names [{string.Join(" | ", _names.Values)}], "
        + $"releases without an answer [{_farewells}], looks [{_looks}], watches [{_watches}]";

    private void Restart(TimeSpan now, Outbox outbox)
    {
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (_session.IsAlive(voter))
                Lapse(voter, outbox);
        }
        _session.ForgetBeat(_session.LastBeat);
        _session.SendBeat(Oldest(), now, outbox);
        _isResendSet = false;
        SetResend(outbox);
    }

    private void On(ICommand command, Outbox outbox)
    {
        switch (command)
        {
            case Acquire m when m.Claim > _lastClaim: On(m, outbox); break;
            case Leave m when _claims.TryGetValue(m.Claim, out var claim) && claim.IsInside:
                GoOut(claim, m.KeepsCopy, outbox);
                break;
            case GiveUp m when _claims.TryGetValue(m.Claim, out var claim):
                if (!claim.IsInside)
                    Withdraw(claim, outbox);
                break;
            case GiveBackKept: ReleaseAllKept(outbox); break;
            case GiveUp m when _looks.End(m.Claim) || _farewells.Forget(m.Claim):
                outbox.Tell(new LookGivenUp(new Timestamp(m.Claim, _self))); break;
            case StoreValue m when Insider(m.Claim) is { Mode: VoteMode.Exclusive } claim:
                Begin(claim, m.Value, isRead: false, m.Leaves, outbox);
                break;
            case ReadValue m when Insider(m.Claim) is { } claim: Read(claim, m.Leaves, outbox); break;
            case LookAt m when m.Claim > _lastClaim: On(m, outbox); break;
            case BeginWatch or StopWatch when _watches.On(command, outbox): SetResend(outbox); break;
            case ReadCopy m when m.Claim > _lastClaim && KeptOf(m.Name) is { } kept && IsCopy(kept): Read(m, kept, outbox); break;
            case Leave or StoreValue or ReadValue when IsLostNow(ClaimOf(command), outbox): break; // that is the answer
            default: outbox.Tell(new OutOfTurn(command)); break;
        }
    }

    // A claim that is inside and neither stores nor reads.
    private Claim? Insider(long number) =>
        _claims.TryGetValue(number, out var claim) && claim is { IsInside: true, Ballot.Round: null } ? claim : null;

    private static long ClaimOf(ICommand command) => command switch
    {
        Leave m => m.Claim,
        StoreValue m => m.Claim,
        ReadValue m => m.Claim,
        _ => 0,
    };

    private static bool IsLostNow(long claim, Outbox outbox)
    {
        foreach (ref readonly var effect in outbox.Items)
        {
            if (effect.Output is Lost lost && lost.Request.Clock == claim)
                return true;
        }
        return false;
    }

    private void On(Acquire command, Outbox outbox)
    {
        _lastClaim = command.Claim;
        if (!_names.TryGetValue(command.Name, out var name))
            _names.Add(command.Name, name = new ClaimedName(command.Name));
        var claim = new Claim(command.Claim, name, command.Mode, command.Purpose, command.TriesOnce)
        {
            Ticket = _session.IsReady && name.Kept is not { Mode: VoteMode.Exclusive } ? _session.NewTicket() : null,
        };
        name.Claims.Add(claim);
        _claims.Add(claim.Number, claim);
        outbox.Note(new Asked(Stamp(claim), name.Name, claim.Mode));
        Advance(name, outbox);
        TellBehind(claim, outbox);
    }

    // Rule 21. A voter that does not answer beats yet is asked when it does.
    private void On(LookAt command, Outbox outbox)
    {
        _lastClaim = command.Claim;
        _looks.Begin(command.Claim, command.Name, outbox);
        SetResend(outbox);
    }

    private void On(int voter, Seen message, Outbox outbox)
    {
        _looks.On(voter, message);
        EndLook(message.Number, isLast: false, outbox);
    }

    private void EndLook(long number, bool isLast, Outbox outbox)
    {
        if (_looks.TakeResult(number, VotersOfLook, isLast) is { } seen)
            outbox.Tell(new ValueRead(new Timestamp(number, _self), seen.Latest, seen.IsSure));
    }

    // Rule 20.
    private void Read(Claim claim, bool leaves, Outbox outbox)
    {
        var ballot = claim.Ballot!;
        if (claim.Mode == VoteMode.Shared)
        {
            var agreed = ballot.Agreed(_terms.Majority);
            outbox.Tell(new ValueRead(Stamp(claim), agreed ?? ballot.Latest, IsSure: agreed is not null));
        }
        else if (ballot.IsStored || !StoresWhatItReads)
        {
            outbox.Tell(new ValueRead(Stamp(claim), ballot.Current, IsSure: true));
            if (leaves)
                GoOut(claim, keepsCopy: false, outbox);
        }
        else
        {
            Begin(claim, ballot.Current.Value, isRead: true, leaves, outbox);
        }
    }

    private Ballot? KeptOf(string name) => _names.GetValueOrDefault(name)?.Kept;

    private bool IsCopy(Ballot kept) => kept.IsStored && DeadlineOfCopy(kept) is not null;

    // Rule 23. The voters of shared votes that count take no store. So if m of them agree on a value, nobody was told of a later
    // one. Exclusive votes need not agree: nobody else stores while m of them count, and m voters have what was stored by them.
    private TimeSpan? DeadlineOfCopy(Ballot kept) =>
        CopyOutlivesVotes ? TimeSpan.MaxValue : DeadlineOf(kept, mustAgree: kept.Mode == VoteMode.Shared);

    private void Read(ReadCopy command, Ballot kept, Outbox outbox)
    {
        _lastClaim = command.Claim;
        kept.BeatsKept = 0;
        outbox.Tell(new CopyRead(new Timestamp(command.Claim, _self), kept.Current));
    }

    private static void EndCopy(Ballot kept, Outbox outbox)
    {
        if (kept.IsStored)
            outbox.Tell(new CopyEnded(kept.Name.Name));
    }

    // Rule 19.
    private void Begin(Claim claim, Payload? value, bool isRead, bool leaves, Outbox outbox)
    {
        var ballot = claim.Ballot!;
        ballot.Begin(value, isRead, leaves);
        if (leaves && ballot.IsAwaited)
        {
            Part(claim, outbox);
            return;
        }
        for (var voter = 0; voter < _terms.Voters; voter++)
            SendStore(ballot, voter, outbox);
        SetResend(outbox);
    }

    private bool SendStore(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot.Round is not { } round || !ballot.Counts(voter) || ballot[voter].Stored.Stamp >= round.Value.Stamp)
            return false;
        var (epoch, vote) = (_session.EpochAt(voter), ballot[voter].Number);
        outbox.Send(
            new ProcessId(voter + 1), new Store(_session.Id, ballot.Number, epoch, vote, ballot.Name.Name, round.Value));
        return true;
    }

    // Rule 20: the claim leaves, and each voter stores its last value before it passes the vote on.
    private void Part(Claim claim, Outbox outbox)
    {
        var ballot = claim.Ballot!;
        Remove(claim);
        outbox.Tell(new Left(Stamp(claim)));
        Advance(claim.Name, outbox);
        _ballots.Remove(ballot.Number);
        _farewells.AddStore(ballot, claim.Number, outbox);
        SetResend(outbox);
        ForgetIfIdle(claim.Name);
        TellLastStores(outbox);
    }

    private void TellLastStores(Outbox outbox)
    {
        while (_farewells.TakeDecided() is { } last)
        {
            var request = new Timestamp(last.Claim, _self);
            outbox.Tell(last switch
            {
                { IsStored: false } => new StoreUnknown(request),
                { Round.IsRead: true } => new ValueRead(request, last.Round.Value, IsSure: true),
                _ => new ValueStored(request, last.Round.Value),
            });
        }
    }

    private void On(int voter, Stored message, Outbox outbox)
    {
        if (_farewells.On(voter, message))
        {
            TellLastStores(outbox);
            return;
        }
        if (FindAnswered(voter, message.Number, message.Epoch, message.Vote) is not { Round: { } round } ballot)
            return;
        ref var vote = ref ballot[voter];
        if (message.Stamp <= vote.Stored.Stamp)
            return;
        (vote.IsHere, vote.IsRecovered) = (true, false);
        vote.Stored = message.Stamp == round.Value.Stamp ? round.Value : new StampedValue(message.Stamp, null);
        EndRound(ballot, outbox);
    }

    private void EndRound(Ballot ballot, Outbox outbox)
    {
        if (ballot.Round is not { } round || ballot.CountStored(round.Value.Stamp) < _terms.Majority)
            return;
        ballot.End(isStored: true);
        var claim = ballot.Claim!;
        outbox.Tell(round.IsRead
            ? new ValueRead(Stamp(claim), round.Value, IsSure: true)
            : new ValueStored(Stamp(claim), round.Value));
        if (round.Leaves)
            GoOut(claim, keepsCopy: false, outbox);
    }

    // Another claim of this client goes first.
    private void TellBehind(Claim claim, Outbox outbox)
    {
        if (claim.Ballot is not null || !claim.TriesOnce || claim.IsBehind || !_session.IsReady)
            return;
        claim.IsBehind = true;
        outbox.Tell(new Behind(Stamp(claim)));
    }

    // Rules 22 and 23: the votes are kept, or serve the next. Otherwise the next request goes out before the release, so that it
    // stands in the queues when they let somebody in.
    private void GoOut(Claim claim, bool keepsCopy, Outbox outbox)
    {
        var (name, ballot) = (claim.Name, claim.Ballot!);
        Remove(claim);
        ballot.End(isStored: false);
        outbox.Tell(new Left(Stamp(claim)));
        if (MayKeep(ballot, keepsCopy))
        {
            (name.Kept, ballot.BeatsKept) = (ballot, 0);
            Advance(name, outbox);
            return;
        }
        Advance(name, outbox);
        Release(ballot, outbox);
        ForgetIfIdle(name);
    }

    private bool MayKeep(Ballot ballot, bool keepsCopy)
    {
        if (ballot.IsAwaited || ballot.Name.Kept is not null)
            return false;
        if (ballot.Mode == VoteMode.Exclusive)
            return ballot.Entries < _terms.MostEntries;
        if (!keepsCopy || ballot.Agreed(_terms.Majority) is not { } agreed)
            return false;
        ballot.KeepCopy(agreed);
        return !ballot.Name.Claims.Exists(claim => claim.Mode == VoteMode.Exclusive);
    }

    private void Withdraw(Claim claim, Outbox outbox)
    {
        Remove(claim);
        outbox.Tell(new Withdrawn(Stamp(claim)));
        Advance(claim.Name, outbox);
        if (claim.Ballot is { } ballot)
            Release(ballot, outbox);
        ForgetIfIdle(claim.Name);
    }

    private void Remove(Claim claim)
    {
        claim.Name.Claims.Remove(claim);
        _claims.Remove(claim.Number);
        if (claim.Ballot is { } ballot)
            ballot.Claim = null;
    }

    private void ForgetIfIdle(ClaimedName name)
    {
        if (name is { Claims.Count: 0, Kept: null })
            _names.Remove(name.Name);
    }

    // Asks for whoever goes first of those that are queued here: a writer, if there is one; otherwise all readers.
    private void Advance(ClaimedName name, Outbox outbox)
    {
        if (name.Claims.Exists(claim => claim is { Ballot: not null, Mode: VoteMode.Exclusive }))
            return;
        var writer = name.Claims.Find(claim => claim is { Ballot: null, Mode: VoteMode.Exclusive });
        if (writer is not null)
        {
            if (name.Kept is { Mode: VoteMode.Exclusive } kept)
            {
                EnterBy(kept, writer, outbox);
                return;
            }
            if (name.Kept is not null)
                ReleaseKept(name, outbox);
            Ask(writer, outbox);
            return;
        }
        foreach (var reader in name.Claims.FindAll(claim => claim.Ballot is null))
        {
            if (name.Kept is { Mode: VoteMode.Exclusive })
                ReleaseKept(name, outbox);
            Ask(reader, outbox);
        }
    }

    private void EnterBy(Ballot kept, Claim claim, Outbox outbox)
    {
        EndCopy(kept, outbox);
        claim.Name.Kept = null;
        (kept.Claim, claim.Ballot) = (claim, kept);
        Enter(kept, outbox);
    }

    private void Ask(Claim claim, Outbox outbox)
    {
        if (!_session.IsReady)
            return;
        claim.Ticket ??= _session.NewTicket();
        var ballot = new Ballot(claim.Number, claim.Name, claim.Mode, claim.Ticket.Value, claim.Purpose, _session)
        {
            Claim = claim,
        };
        claim.Ballot = ballot;
        _ballots.Add(ballot.Number, ballot);
        for (var voter = 0; voter < _terms.Voters; voter++)
            SendRequest(ballot, voter, outbox);
        SetResend(outbox);
    }

    // Rules 6 and 10. A voter that does not answer beats is asked when it does.
    private void SendRequest(Ballot ballot, int voter, Outbox outbox)
    {
        if (!_session.IsAlive(voter))
            return;
        var inside = ballot.Claim?.IsInside == true ? ballot.Token : 0;
        outbox.Send(
            new ProcessId(voter + 1),
            new Request(
                _session.Id,
                ballot.Number,
                ballot.Name.Name,
                ballot.Mode,
                ballot.Ticket,
                inside,
                ballot.Purpose,
                ballot.Claim is { TriesOnce: true, IsInside: false }));
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
            case Queued m: On(voter, m, outbox); break;
            case Grant m: On(voter, m, outbox); break;
            case Inquire m: On(voter, m, outbox); break;
            case Raised m: On(voter, m, outbox); break;
            case Over m: On(voter, m, outbox); break;
            case Stored m: On(voter, m, outbox); break;
            case Seen m: On(voter, m, outbox); break;
            case Changed m when _session.Is(voter, m.Epoch): On(voter, m, outbox); break;
            case WatchEnded m: _watches.On(voter, m); break;
            case Foreign m when _session.OnForeign(voter):
                outbox.Tell(new ForeignVoter(new ProcessId(voter + 1), m.GroupText));
                break;
        }
    }

    private void On(int voter, Heard message, TimeSpan now, Outbox outbox)
    {
        var (wasReady, epoch) = (_session.IsReady, _session.EpochAt(voter));
        var hearing = _session.On(voter, message, now, MayCountAgain);
        if (hearing == Hearing.Alive && epoch != message.Epoch)
            Strike(voter, outbox);
        switch (hearing)
        {
            case Hearing.Alive when _session.IsReady && !wasReady: AdvanceAll(voter, outbox); break;
            case Hearing.Alive: AskAgain(voter, outbox); break;
            case Hearing.OtherEpoch:
                OnLapsed(voter, outbox);
                outbox.Set(QuorumTimers.BeatDue(_session.LastBeat + 1), TimeSpan.Zero);
                break;
        }
        if (_session.Is(voter, message.Epoch))
            _watches.OnHeard(voter, message.Unanswered, AsksForLostChanges, outbox);
    }

    // Rule 24.
    private void On(int voter, Changed message, Outbox outbox)
    {
        if (_watches.On(voter, message, VotersOfWatch, outbox))
            SetResend(outbox);
    }

    // A majority answers beats, this voter the last of it.
    private void AdvanceAll(int voter, Outbox outbox)
    {
        _looks.AskAgain(voter, outbox);
        if (_watches.AskAgain(voter, outbox))
            SetResend(outbox);
        foreach (var name in _names.Values.ToList())
        {
            Advance(name, outbox);
            foreach (var claim in name.Claims)
                TellBehind(claim, outbox);
        }
    }

    // It has forgotten all requests, or never had them.
    private void AskAgain(int voter, Outbox outbox)
    {
        foreach (var ballot in _ballots.Values)
        {
            if (!ballot[voter].IsHere && ballot.Claim is not null)
                SendRequest(ballot, voter, outbox);
        }
        _looks.AskAgain(voter, outbox);
        _watches.AskAgain(voter, outbox);
        SetResend(outbox);
    }

    private void On(int voter, Over message, Outbox outbox)
    {
        _farewells.End(message.Number, voter);
        TellLastStores(outbox);
    }

    private void On(int voter, Queued message, Outbox outbox)
    {
        if (!_session.Is(voter, message.Epoch) || !_ballots.TryGetValue(message.Number, out var ballot))
            return;
        ballot[voter].IsQueued = !ballot[voter].IsHere;
        if (message.IsBusy)
            OnBusy(ballot, voter, outbox);
    }

    private void OnBusy(Ballot ballot, int voter, Outbox outbox)
    {
        ballot[voter].IsBusy = true;
        if (ballot.Claim is not { TriesOnce: true, IsInside: false, IsBehind: false } claim
            || ballot.CountBusy <= _terms.Voters - _terms.Majority)
        {
            return;
        }
        claim.IsBehind = true;
        outbox.Tell(new Behind(Stamp(claim)));
    }

    private void On(int voter, Grant message, Outbox outbox)
    {
        if (!_session.Is(voter, message.Epoch))
            return; // it is asked again when it is known which epoch counts
        if (!_ballots.TryGetValue(message.Number, out var ballot))
        {
            _farewells.Repeat(voter, message.Number, outbox);
            return;
        }
        ref var vote = ref ballot[voter];
        if (vote.IsHere)
        {
            ballot.Copies += CountsCopies ? 1 : 0;
        }
        else if (message.Vote > vote.Struck || TakesBackStruck)
        {
            (vote.IsHere, vote.IsQueued, vote.Number, vote.Floor) = (true, false, message.Vote, message.Floor);
            (vote.Stored, vote.IsRecovered) = (message.Stored, message.IsRecovered);
            if (TakesBackStruck)
                vote.Struck = Math.Min(vote.Struck, message.Vote - 1);
        }
        else
        {
            // Its yield may be lost, and whoever waited for it may be gone, so that nobody inquires again.
            SendYield(ballot, voter, message.Vote, outbox);
            return;
        }
        ballot.IsAwaited |= message.IsAwaited;
        OnVote(ballot, voter, outbox);
    }

    private void OnVote(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot.Claim is null)
            ReleaseIfAwaited(ballot, outbox);
        else if (!ballot.Claim.IsInside)
            TryEnter(ballot, outbox);
        else
            OnLateVote(ballot, voter, outbox);
    }

    // A vote that comes when the client is inside already, by the votes of others.
    private void OnLateVote(Ballot ballot, int voter, Outbox outbox)
    {
        if (ballot[voter].Floor < ballot.Token - 1)
            SendRaise(ballot, voter, ballot.Token - 1, outbox);
        SendStore(ballot, voter, outbox);
        EndRound(ballot, outbox); // its voter may have the value already, by a vote that has lapsed
    }

    // Rules 10, 13 and 15.
    private void TryEnter(Ballot ballot, Outbox outbox)
    {
        if (!HasMajority(ballot))
            return;
        var floor = ballot.LargestFloor;
        if (floor >= FencingToken.MostNumber)
            return; // no token is left
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (ballot.Counts(voter) && ballot[voter].Floor < floor && ballot[voter].AskedFor < floor)
                SendRaise(ballot, voter, floor, outbox);
        }
        if (ballot.CountWith(floor) + ballot.Copies < _terms.Majority && !EntersOnUnevenFloors)
            return;
        ballot.Token = floor + 1;
        Enter(ballot, outbox);
    }

    // Rule 18.
    private void Enter(Ballot ballot, Outbox outbox)
    {
        var claim = ballot.Claim!;
        claim.IsInside = true;
        if (ballot.Entries == 0)
            ballot.Current = ballot.Latest;
        var token = new FencingToken(ballot.Token, ballot.Entries);
        ballot.Entries++;
        outbox.Tell(new Entered(Stamp(claim), claim.Mode, token));
    }

    private void SendRaise(Ballot ballot, int voter, long floor, Outbox outbox)
    {
        ballot[voter].AskedFor = floor;
        outbox.Send(
            new ProcessId(voter + 1),
            new Raise(_session.Id, ballot.Number, _session.EpochAt(voter), ballot[voter].Number, floor));
        SetResend(outbox);
    }

    private void On(int voter, Raised message, Outbox outbox)
    {
        if (FindAnswered(voter, message.Number, message.Epoch, message.Vote) is not { } ballot)
            return;
        ref var vote = ref ballot[voter];
        vote.IsHere = true;
        vote.Floor = Math.Max(vote.Floor, message.Floor);
        if (ballot.Claim is { IsInside: false })
            TryEnter(ballot, outbox);
    }

    // Rule 19: the votes of the request that an answer is about, if it is of a vote that still counts.
    private Ballot? FindAnswered(int voter, long number, Epoch epoch, long vote) =>
        _ballots.TryGetValue(number, out var ballot)
            && (CountsLapsedAnswers || (_session.Is(voter, epoch) && ballot[voter].IsHere && ballot[voter].Number == vote))
            ? ballot
            : null;

    // Rules 9 and 22.
    private void On(int voter, Inquire message, Outbox outbox)
    {
        if (!_session.Is(voter, message.Epoch))
            return;
        if (!_ballots.TryGetValue(message.Number, out var ballot))
        {
            _farewells.Repeat(voter, message.Number, outbox);
            return;
        }
        ref var vote = ref ballot[voter];
        if (message.Vote <= vote.Struck)
        {
            SendYield(ballot, voter, message.Vote, outbox);
            return;
        }
        ballot.IsAwaited = true;
        if (ballot.Claim is null)
        {
            ReleaseIfAwaited(ballot, outbox);
        }
        else if (ballot.Round is { Leaves: true })
        {
            Part(ballot.Claim, outbox);
        }
        else if (message.IsBetter && (!ballot.Claim.IsInside || YieldsInside))
        {
            // It may have come before the vote itself: the vote is struck, whether it is here or not.
            (vote.IsHere, vote.IsQueued, vote.Struck) = (false, true, message.Vote);
            SendYield(ballot, voter, message.Vote, outbox);
            if (ballot.Claim.TriesOnce)
                OnBusy(ballot, voter, outbox);
        }
        else if (message.TriesOnce)
        {
            outbox.Send(
                new ProcessId(voter + 1), new Busy(_session.Id, ballot.Number, _session.EpochAt(voter), message.Vote));
        }
    }

    private void SendYield(Ballot ballot, int voter, long vote, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Yield(_session.Id, ballot.Number, _session.EpochAt(voter), vote));

    private void ReleaseIfAwaited(Ballot ballot, Outbox outbox)
    {
        if (ballot.IsAwaited)
            ReleaseKept(ballot.Name, outbox);
    }

    private void ReleaseAllKept(Outbox outbox)
    {
        foreach (var name in _names.Values.Where(name => name.Kept is not null).ToList())
            ReleaseKept(name, outbox);
    }

    private void ReleaseKept(ClaimedName name, Outbox outbox)
    {
        var kept = name.Kept!;
        EndCopy(kept, outbox);
        name.Kept = null;
        Release(kept, outbox);
        ForgetIfIdle(name);
    }

    // Rule 11.
    private void Release(Ballot ballot, Outbox outbox)
    {
        _ballots.Remove(ballot.Number);
        _farewells.Add(ballot, outbox);
        if (_farewells.Count > 0)
            SetResend(outbox);
    }

    private void On(TimerId timer, TimeSpan now, Outbox outbox)
    {
        switch (timer.Kind)
        {
            case QuorumTimers.BeatDueKind: OnBeatDue(now, outbox); break;
            case QuorumTimers.BeatOverKind: OnBeatOver(timer.Number, outbox); break;
            case QuorumTimers.GiveBackDueKind: ReleaseUnused(outbox); break;
            default: SendAgain(outbox); break;
        }
    }

    private void OnBeatDue(TimeSpan now, Outbox outbox)
    {
        Trim();
        _session.SendBeat(Oldest(), now, outbox);
        foreach (var name in _names.Values)
        {
            if (name.Kept is { } kept)
                kept.BeatsKept++;
        }
        ReleaseUnused(outbox);
    }

    private void ReleaseUnused(Outbox outbox)
    {
        var unused = new List<ClaimedName>();
        var areMore = false;
        foreach (var name in _names.Values)
        {
            if (name.Kept is not { BeatsKept: > MostBeatsKept })
                continue;
            areMore = unused.Count == MostReleases;
            if (areMore)
                break;
            unused.Add(name);
        }
        unused.ForEach(name => ReleaseKept(name, outbox));
        if (areMore)
            outbox.Set(QuorumTimers.GiveBackDue, _terms.BeatInterval / PiecesPerBeat);
    }

    // The room that many names once took.
    private void Trim()
    {
        if (_names.Capacity <= MostIdleCapacity || _names.Count > _names.Capacity / 4)
            return;
        _names.TrimExcess();
        _claims.TrimExcess();
        _ballots.TrimExcess();
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

    // Rule 2: all votes of this voter are struck.
    private void OnLapsed(int voter, Outbox outbox)
    {
        if (!MayCountAgain)
            Strike(voter, outbox);
        foreach (var ballot in _ballots.Values.ToList())
        {
            if (ballot.Claim is null && !MayStayKept(ballot))
                ReleaseKept(ballot.Name, outbox);
            else if (ballot.Claim is { IsInside: true } claim && !HasMajority(ballot))
                Lose(claim, outbox);
        }
        _farewells.EndAll(voter);
        TellLastStores(outbox);
    }

    private bool MayStayKept(Ballot kept) => kept.Mode == VoteMode.Shared ? IsCopy(kept) : HasMajority(kept);

    private void Strike(int voter, Outbox outbox)
    {
        foreach (var ballot in _ballots.Values)
            ballot[voter] = default;
        _looks.Strike(voter);
        _watches.Strike(voter, outbox);
    }

    private void Lose(Claim claim, Outbox outbox)
    {
        Remove(claim);
        outbox.Tell(new Lost(Stamp(claim)));
        Advance(claim.Name, outbox);
        Release(claim.Ballot!, outbox);
        ForgetIfIdle(claim.Name);
    }

    // Everything that waits for an answer, again (rule 6).
    private void SendAgain(Outbox outbox)
    {
        _isResendSet = false;
        var isAny = _session.SendBeatAgain(Oldest(), outbox) | _farewells.Count > 0;
        _farewells.SendAgain(outbox);
        isAny |= LookAgain(outbox) | _watches.SendAgain(AsksForLostChanges, outbox);
        foreach (var ballot in _ballots.Values)
            isAny |= ballot.Claim is not null && SendAgain(ballot, outbox);
        if (isAny)
            SetResend(outbox);
    }

    // Whoever has not answered until now may be down.
    private bool LookAgain(Outbox outbox)
    {
        foreach (var number in _looks.Numbers.ToList())
            EndLook(number, isLast: true, outbox);
        for (var voter = 0; voter < _terms.Voters; voter++)
            _looks.AskAgain(voter, outbox);
        return _looks.Count > 0;
    }

    private bool SendAgain(Ballot ballot, Outbox outbox)
    {
        var isAny = false;
        var floor = ballot.Claim!.IsInside ? ballot.Token - 1 : ballot.LargestFloor;
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            var isAsked = !ballot[voter].IsHere && _session.IsAlive(voter);
            var isLower = ballot.Counts(voter) && ballot[voter].Floor < floor && HasMajority(ballot);
            if (isAsked)
                SendRequest(ballot, voter, outbox);
            if (isLower)
                SendRaise(ballot, voter, floor, outbox);
            isAny |= SendStore(ballot, voter, outbox) || isAsked || isLower;
        }
        return isAny;
    }

    private void SetResend(Outbox outbox)
    {
        if (_isResendSet)
            return;
        _isResendSet = true;
        outbox.Set(TimerId.Resend, _terms.Resend);
    }

    private bool HasMajority(Ballot ballot) => ballot.Count + ballot.Copies >= _terms.Majority;

    private TimeSpan? DeadlineOf(Ballot ballot) => DeadlineOf(ballot, mustAgree: false);

    private TimeSpan? DeadlineOf(Ballot ballot, bool mustAgree)
    {
        Span<TimeSpan> deadlines = stackalloc TimeSpan[_terms.Voters];
        var count = 0;
        for (var voter = 0; voter < _terms.Voters; voter++)
        {
            if (mustAgree ? ballot.Agrees(voter) : ballot.Counts(voter))
                deadlines[count++] = _session.DeadlineAt(voter);
        }
        return Deadlines.OfMajority(deadlines[..count], _terms.Majority);
    }

    // Of those whose requests may be at a voter: the smallest number.
    private long Oldest()
    {
        var oldest = Math.Min(_lastClaim + 1, _farewells.Oldest ?? long.MaxValue);
        foreach (var number in _ballots.Keys)
            oldest = Math.Min(oldest, number);
        foreach (var claim in _claims.Keys)
            oldest = Math.Min(oldest, claim);
        return oldest;
    }

    // Purposes are for people, and are left out.
    private void ExchangeNames(StateCodec codec)
    {
        codec.Values(_names, _names.Values.OrderBy(name => name.Name, StringComparer.Ordinal), name => name.Name, ExchangeName);
        _claims.Clear();
        _ballots.Clear();
        foreach (var name in _names.Values)
        {
            if (name.Kept is { } kept)
                _ballots.Add(kept.Number, kept);
            foreach (var claim in name.Claims)
            {
                _claims.Add(claim.Number, claim);
                if (claim.Ballot is { } ballot)
                    _ballots.Add(ballot.Number, ballot);
            }
        }
    }

    private ClaimedName ExchangeName(StateCodec codec, ClaimedName? name)
    {
        var text = codec.Text(name?.Name ?? "");
        name ??= new ClaimedName(text);
        codec.List(name.Claims, (fields, claim) => ExchangeClaim(fields, claim, name));
        name.Kept = ExchangeBallot(codec, name.Kept, name, (VoteMode)codec.Number((long)(name.Kept?.Mode ?? default)));
        return name;
    }

    private Claim ExchangeClaim(StateCodec codec, Claim? claim, ClaimedName name)
    {
        var number = codec.Number(claim?.Number ?? 0);
        var mode = (VoteMode)codec.Number((long)(claim?.Mode ?? default));
        var triesOnce = codec.Flag(claim?.TriesOnce ?? false);
        claim ??= new Claim(number, name, mode, null, triesOnce);
        claim.IsBehind = codec.Flag(claim.IsBehind);
        claim.Ticket = codec.Flag(claim.Ticket is not null) ? ExchangeTicket(codec, claim.Ticket.GetValueOrDefault()) : null;
        claim.IsInside = codec.Flag(claim.IsInside);
        claim.Ballot = ExchangeBallot(codec, claim.Ballot, name, mode);
        if (claim.Ballot is { } ballot)
            ballot.Claim = claim;
        return claim;
    }

    private Ballot? ExchangeBallot(StateCodec codec, Ballot? ballot, ClaimedName name, VoteMode mode)
    {
        if (!codec.Flag(ballot is not null))
            return null;
        var number = codec.Number(ballot?.Number ?? 0);
        var ticket = ExchangeTicket(codec, ballot?.Ticket ?? default);
        ballot ??= new Ballot(number, name, mode, ticket, null, _session);
        ballot.Exchange(codec);
        return ballot;
    }

    private Ticket ExchangeTicket(StateCodec codec, Ticket ticket) => new(codec.Number(ticket.Clock), _session.Id);

    private Timestamp Stamp(Claim claim) => new(claim.Number, _self);
}
