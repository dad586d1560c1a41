using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Memory;

/// <summary>
/// The lock of a variable, for readers and writers, that prefers writers (Courtois, Heymans and Parnas, "Concurrent Control with
/// Readers and Writers", CACM 14(10), 1971, second problem): readers share; a writer is alone; a writer that waits keeps new
/// readers out; when a writer leaves, the next writer is let in before any reader. A holder that stops, cannot be reached or
/// outlives its lease is released; a waiting client that is gone leaves the queue.
/// </summary>
/// <remarks>
/// A command that may not enter is kept, in the order of arrival, and comes again when it is let in. What is let in comes again
/// before anything else arrives.
/// <code>
/// input            condition                                                    effects, and what becomes of the command
/// Arrive (read)    no writer holds or waits, none let in is on its way          in
/// Arrive (write)   nobody holds or waits, none let in is on its way             in
/// Arrive           otherwise, fewer wait than may                               Keep; watch the client
/// Arrive           otherwise                                                    refused: the queue is full
/// Arrive (lock)    as many locks of all, or of the client, as may be            refused
/// Arrive           to hold or wait, and the memory has no room for it           refused
/// Arrive           the client's claim of that id waits                          a copy: dropped
/// Arrive           the client's claim of that id holds                          a copy: its lease starts again
/// Return           let in                                                       in
/// Return           its client is gone meanwhile, or gave it up                  dropped
/// Leave            holds                                                        its lease ends
/// Leave            waits                                                        none; what is kept of it is dropped later
/// LeaseOver        holds                                                        Leave
/// ClientGone                                                                    Leave, for all its claims
/// Restart                                                                       all that waited is forgotten; leases start again
/// after each       nobody holds, a writer waits, none let in is on its way      LetIn the oldest writer
/// after each       no writer holds or waits, readers wait, none is on its way   LetIn all readers
/// after each       more is kept for those gone than for those that wait         Compact
/// </code>
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) if a writer holds the lock, nobody else does;
/// (2) if nobody holds and nothing is on its way, nobody waits;
/// (3) if a reader waits, a writer holds or waits, or something is on its way;
/// (4) no more commands wait, and no more locks are held or waited for, than the limits allow;
/// (5) no more commands are kept for clients that are gone than for clients that wait;
/// (6) every claim waits, holds or is on its way.
/// </para>
/// Each rule that a broken variant can break is a virtual method.
/// </remarks>
/// <param name="limits">What is kept at most.</param>
internal class WriterPriorityLock(VariableLimits limits)
{
    private readonly Claims _claims = new();
    private readonly ClaimQueue _readers = new();
    private readonly ClaimQueue _writers = new();
    private readonly Queue<Claim> _returning = new();
    private readonly Dictionary<long, Claim> _holders = []; // by the number of the lease
    private readonly FreeNumbers _leases = new();
    private int _writersHolding;

    /// <summary>Whether the message that comes next was let in.</summary>
    internal bool IsReturning => _returning.Count > 0;

    /// <summary>Whether a writer holds.</summary>
    protected bool WriterHolds => _writersHolding > 0;

    /// <summary>Whether anybody holds.</summary>
    protected bool SomebodyHolds => _holders.Count > 0;

    /// <summary>Whether a writer waits.</summary>
    protected bool WriterWaits => _writers.Waiting > 0;

    /// <summary>Whether a reader waits.</summary>
    protected bool ReaderWaits => _readers.Waiting > 0;

    /// <summary>A command arrives that wants to enter.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">Its id, the client's own.</param>
    /// <param name="mode">Whether it reads or writes.</param>
    /// <param name="lease">How long it holds the lock; null for a single read or write.</param>
    /// <param name="outbox">Where the effects go.</param>
    internal Admission Arrive(ProcessId client, long id, LockMode mode, TimeSpan? lease, Outbox outbox)
    {
        if (_claims.Find(client, id) is { } known)
            return Again(known, mode, lease, outbox);
        if (!IsReturning && MayEnter(mode))
        {
            if (lease is null)
                return Admission.Now;
            if (Excess(client, isLock: true) is { } excess)
                return excess;
            Hold(_claims.Add(new Claim(client, id, mode, lease), outbox), outbox);
            return Admission.Now;
        }
        if (_readers.Waiting + _writers.Waiting >= limits.MostWaiting)
            return Admission.QueueFull;
        if (Excess(client, lease is not null) is { } tooMuch)
            return tooMuch;
        var claim = _claims.Add(new Claim(client, id, mode, lease), outbox);
        QueueOf(mode).Add(claim);
        outbox.Keep((int)mode);
        outbox.Note(claim.Note(ClaimEvent.Waits));
        return Admission.Waits;
    }

    /// <summary>The oldest command that was let in has come again.</summary>
    /// <returns>Whether it is in; false if it was given up.</returns>
    /// <exception cref="BrokenRuleException">It is another command.</exception>
    internal bool Return(ProcessId client, long id, Outbox outbox)
    {
        var claim = _returning.Dequeue();
        if (claim.State == ClaimState.Gone)
            return false;
        if (claim.Client != client || claim.Id != id)
        {
            throw new BrokenRuleException(
                $"What was let in must come again in its order: [{claim}] was due, [{client}/{id}] came; [{this}].");
        }
        if (claim.Lease is not null)
        {
            Hold(claim, outbox);
            return true;
        }
        outbox.Note(claim.Note(ClaimEvent.LetIn));
        Remove(claim, outbox);
        return true;
    }

    /// <summary>
    /// Whether the client holds the lock of that id, for what <paramref name="mode"/> says: under a write lock it may read too.
    /// </summary>
    protected internal virtual bool Holds(ProcessId client, long id, LockMode mode) =>
        _claims.Find(client, id) is { State: ClaimState.Holding } claim
        && (claim.Mode == LockMode.Write || mode == LockMode.Read);

    /// <summary>The timer of the lease under which the client holds the lock of that id; null if it does not hold it.</summary>
    internal TimerId? LeaseOf(ProcessId client, long id) =>
        _claims.Find(client, id) is { State: ClaimState.Holding } claim ? Variable.LeaseTimer(claim.LeaseNumber) : null;

    /// <summary>The client gives back its lock of that id, or gives up its command of that id, which waits.</summary>
    /// <returns>Whether there was one.</returns>
    protected internal virtual bool Leave(ProcessId client, long id, Outbox outbox)
    {
        if (_claims.Find(client, id) is not { } claim)
            return false;
        End(claim, ClaimEvent.Released, outbox);
        return true;
    }

    /// <summary>A lease ran out.</summary>
    /// <returns>The claim whose lease ran out.</returns>
    /// <exception cref="BrokenRuleException">There is no such lease.</exception>
    internal Timestamp LeaseOver(long lease, Outbox outbox)
    {
        if (!_holders.TryGetValue(lease, out var claim))
            throw new BrokenRuleException($"A lease that runs out must be that of a holder, was [{lease}]; [{this}].");
        End(claim, ClaimEvent.Expired, outbox);
        return claim.Request;
    }

    /// <summary>The client stopped or cannot be reached: it no longer holds or waits for anything.</summary>
    protected internal virtual void ClientGone(ProcessId client, Outbox outbox)
    {
        var claims = _claims.RemoveAll(client);
        limits.Budget?.Return(claims.Count);
        foreach (var claim in claims)
            GiveUp(claim, ClaimEvent.Dropped, outbox);
    }

    /// <summary>
    /// The variable comes back from a crash with its state. The kept commands are lost; clients send them again. It is not known
    /// how long it was down, so every lease starts again.
    /// </summary>
    internal void Restart(Outbox outbox)
    {
        foreach (var claim in _readers.All.Concat(_writers.All).Concat(_returning).Where(claim => claim.State != ClaimState.Gone))
            Forget(claim);
        _readers.Clear();
        _writers.Clear();
        _returning.Clear();
        foreach (var client in _claims.Clients)
            outbox.Watch(client);
        foreach (var (_, holder) in _holders.OrderBy(holder => holder.Key))
            StartLease(holder, outbox);
    }

    /// <summary>The variable ends: the budget of the memory gets back what its claims have of it.</summary>
    internal void End() => limits.Budget?.Return(_claims.Count);

    /// <summary>Lets in whoever is next.</summary>
    internal void LetInNext(Outbox outbox)
    {
        if (_readers.Count + _writers.Count == 0)
            return;
        if (!IsReturning && Next() is { } next)
            LetIn(next, outbox);
        Compact(LockMode.Read, outbox);
        Compact(LockMode.Write, outbox);
    }

    /// <summary>Passes the whole state through <paramref name="codec"/>.</summary>
    internal void Exchange(StateCodec codec)
    {
        List<Claim> readers = [.. _readers.All];
        List<Claim> writers = [.. _writers.All];
        List<Claim> returning = [.. _returning];
        List<Claim> holders = [.. _holders.Values.OrderBy(holder => holder.LeaseNumber)];
        foreach (var claims in (List<Claim>[])[readers, writers, returning, holders])
            codec.List(claims, Claim.Exchange);
        Restore(readers, writers, returning, holders);
    }

    /// <summary>Throws if an invariant does not hold.</summary>
    /// <exception cref="BrokenRuleException">With the number of the invariant and the state.</exception>
    internal void Check()
    {
        var waiting = _readers.Waiting + _writers.Waiting;
        Invariant.Holds(this, 1, !WriterHolds || _holders.Count == 1);
        Invariant.Holds(this, 2, SomebodyHolds || IsReturning || waiting == 0);
        Invariant.Holds(this, 3, _readers.Waiting == 0 || WriterHolds || WriterWaits || IsReturning);
        Invariant.Holds(this, 4, waiting <= limits.MostWaiting && _claims.Locks <= limits.MostLocks);
        Invariant.Holds(this, 5, _readers.Gone <= _readers.Waiting && _writers.Gone <= _writers.Waiting);
        var letIn = _returning.Count(claim => claim.State == ClaimState.LetIn);
        Invariant.Holds(this, 6, _claims.Count == waiting + _holders.Count + letIn);
    }

    /// <summary>Who holds, waits and is on its way, for the message of an error.</summary>
    public override string ToString() =>
        $"holding [{string.Join(", ", _holders.Values)}], on their way [{string.Join(", ", _returning)}], "
        + $"writers [{string.Join(", ", _writers.All)}], readers [{string.Join(", ", _readers.All)}]";

    /// <summary>Readers share; a writer is alone, and one that waits keeps new readers out.</summary>
    protected virtual bool MayReaderEnter() => !WriterHolds && !WriterWaits;

    /// <summary>A writer is alone.</summary>
    protected virtual bool MayWriterEnter() => !SomebodyHolds;

    /// <summary>Which of the waiting commands are let in: when a writer leaves, the next writer goes before any reader.</summary>
    protected virtual LockMode? Next() => WriterWaits
        ? MayWriterEnter() ? LockMode.Write : null
        : ReaderWaits && MayReaderEnter() ? LockMode.Read : null;

    // Null, and the place taken: one more claim may be kept.
    private Admission? Excess(ProcessId client, bool isLock) => isLock switch
    {
        true when _claims.Locks >= limits.MostLocks => Admission.TooManyLocks,
        true when _claims.LocksOf(client) >= limits.MostLocksOfClient => Admission.TooManyLocksOfClient,
        _ => limits.Budget?.TryTake() == false ? Admission.MemoryFull : null,
    };

    private bool MayEnter(LockMode mode) => mode == LockMode.Read ? MayReaderEnter() : MayWriterEnter();

    private ClaimQueue QueueOf(LockMode mode) => mode == LockMode.Read ? _readers : _writers;

    private static Admission Again(Claim known, LockMode mode, TimeSpan? lease, Outbox outbox)
    {
        if (known.Mode != mode || known.Lease.HasValue != lease.HasValue)
            return Admission.IdTaken;
        if (known.State != ClaimState.Holding)
            return Admission.WaitsAlready;
        StartLease(known, outbox);
        return Admission.HoldsAlready;
    }

    private void Hold(Claim claim, Outbox outbox)
    {
        claim.State = ClaimState.Holding;
        claim.LeaseNumber = _leases.Take();
        AddHolder(claim);
        StartLease(claim, outbox);
        outbox.Note(claim.Note(ClaimEvent.LetIn));
    }

    private static void StartLease(Claim holder, Outbox outbox) =>
        outbox.Set(Variable.LeaseTimer(holder.LeaseNumber), holder.Lease!.Value);

    private void AddHolder(Claim claim)
    {
        _holders.Add(claim.LeaseNumber, claim);
        if (claim.Mode == LockMode.Write)
            _writersHolding++;
    }

    private void End(Claim claim, ClaimEvent why, Outbox outbox)
    {
        GiveUp(claim, why, outbox);
        Remove(claim, outbox);
    }

    private void GiveUp(Claim claim, ClaimEvent why, Outbox outbox)
    {
        if (claim.State == ClaimState.Waiting)
            QueueOf(claim.Mode).Forsake(claim);
        if (claim.State == ClaimState.Holding)
            EndLease(claim, why, outbox);
        claim.State = ClaimState.Gone;
        outbox.Note(claim.Note(why));
    }

    private void EndLease(Claim holder, ClaimEvent why, Outbox outbox)
    {
        _holders.Remove(holder.LeaseNumber);
        _leases.Return(holder.LeaseNumber);
        if (holder.Mode == LockMode.Write)
            _writersHolding--;
        if (why != ClaimEvent.Expired)
            outbox.Cancel(Variable.LeaseTimer(holder.LeaseNumber));
    }

    private void Remove(Claim claim, Outbox outbox)
    {
        if (_claims.Remove(claim))
            outbox.Unwatch(claim.Client);
        limits.Budget?.Return(1);
    }

    private void Forget(Claim claim)
    {
        _claims.Remove(claim);
        limits.Budget?.Return(1);
    }

    private void LetIn(LockMode mode, Outbox outbox)
    {
        var queue = QueueOf(mode);
        var count = mode == LockMode.Read ? queue.Count : 1;
        for (var i = 0; i < count; i++)
            _returning.Enqueue(queue.Take());
        outbox.LetIn((int)mode, count);
    }

    private void Compact(LockMode mode, Outbox outbox)
    {
        var queue = QueueOf(mode);
        if (queue.Gone > queue.Waiting)
            outbox.Compact((int)mode, queue.Compact());
    }

    private void Restore(List<Claim> readers, List<Claim> writers, List<Claim> returning, List<Claim> holders)
    {
        _readers.Reset(readers);
        _writers.Reset(writers);
        _returning.Clear();
        returning.ForEach(_returning.Enqueue);
        _holders.Clear();
        _writersHolding = 0;
        holders.ForEach(AddHolder);
        _leases.Reset(holders.Select(holder => holder.LeaseNumber));
        _claims.Reset(readers.Concat(writers).Concat(returning).Concat(holders).Where(claim => claim.State != ClaimState.Gone));
    }
}

/// <summary>What becomes of a command that wants to enter.</summary>
internal enum Admission
{
    /// <summary>It is in: a single read or write is to be carried out now, a lock is held.</summary>
    Now,

    /// <summary>It is kept, and comes again when it is let in.</summary>
    Waits,

    /// <summary>It is a copy of one that waits: drop it.</summary>
    WaitsAlready,

    /// <summary>It is a copy of one that holds; the lease started again.</summary>
    HoldsAlready,

    /// <summary>The id is that of another claim.</summary>
    IdTaken,

    /// <summary>The most commands that may wait do so already.</summary>
    QueueFull,

    /// <summary>The most locks of the variable are held or waited for already.</summary>
    TooManyLocks,

    /// <summary>The client has the most locks that it may have.</summary>
    TooManyLocksOfClient,

    /// <summary>All variables together keep the most claims that they may.</summary>
    MemoryFull,
}

/// <summary>The state of a claim.</summary>
internal enum ClaimState
{
    /// <summary>Its command is kept.</summary>
    Waiting,

    /// <summary>Its command was let in and is on its way back.</summary>
    LetIn,

    /// <summary>It holds the lock.</summary>
    Holding,

    /// <summary>Its client is gone or gave it up; what is left is its command, kept or on its way back.</summary>
    Gone,
}

/// <summary>One command's claim on the lock: it waits, or it holds.</summary>
/// <param name="client">The client.</param>
/// <param name="id">The command's id.</param>
/// <param name="mode">Whether it reads or writes.</param>
/// <param name="lease">How long it holds the lock; null for a single read or write.</param>
internal sealed class Claim(ProcessId client, long id, LockMode mode, TimeSpan? lease)
{
    public ProcessId Client => client;

    public long Id => id;

    public LockMode Mode => mode;

    public TimeSpan? Lease => lease;

    /// <summary>The number of its lease, while it holds.</summary>
    public int LeaseNumber { get; set; }

    public ClaimState State { get; set; }

    public Timestamp Request => new(id, client);

    public ClaimNote Note(ClaimEvent what) => new(what, Request, new Access(mode, lease is not null));

    public override string ToString() => $"{client}/{id} {mode}{(lease is null ? "" : " lock")} {State}";

    /// <summary>Passes a claim through <paramref name="codec"/>; if the claim is gone, only this is written.</summary>
    public static Claim Exchange(StateCodec codec, Claim? claim)
    {
        var state = (ClaimState)codec.Number((long)(claim?.State ?? default));
        if (state == ClaimState.Gone)
            return new Claim(default, 0, default, null) { State = state };
        var exchanged = new Claim(
            codec.Process(claim?.Client ?? default),
            codec.Number(claim?.Id ?? 0),
            (LockMode)codec.Number((long)(claim?.Mode ?? default)),
            codec.Duration(claim?.Lease));
        exchanged.State = state;
        exchanged.LeaseNumber = state == ClaimState.Holding ? (int)codec.Number(claim?.LeaseNumber ?? 0) : 0;
        return exchanged;
    }
}

/// <summary>Every client's claims by their ids. A client is watched from its first claim to its last.</summary>
internal sealed class Claims
{
    private readonly Dictionary<ProcessId, OfClient> _clients = [];

    /// <summary>The clients that have claims, the smallest number first.</summary>
    public IEnumerable<ProcessId> Clients => _clients.Keys.OrderBy(client => client.Value);

    public int Count { get; private set; }

    /// <summary>How many of them are for locks, held or waited for.</summary>
    public int Locks { get; private set; }

    public Claim? Find(ProcessId client, long id) =>
        _clients.TryGetValue(client, out var claims) ? claims.ById.GetValueOrDefault(id) : null;

    /// <summary>How many locks one client holds or waits for.</summary>
    public int LocksOf(ProcessId client) => _clients.TryGetValue(client, out var claims) ? claims.Locks : 0;

    public Claim Add(Claim claim, Outbox outbox)
    {
        if (Add(claim))
            outbox.Watch(claim.Client);
        return claim;
    }

    /// <summary>Removes a claim.</summary>
    /// <returns>Whether it was the last claim of its client.</returns>
    public bool Remove(Claim claim)
    {
        var claims = _clients[claim.Client];
        claims.ById.Remove(claim.Id);
        Tally(claims, claim, -1);
        return claims.ById.Count == 0 && _clients.Remove(claim.Client);
    }

    /// <summary>Removes all claims of a client that is gone and need not be watched any more.</summary>
    public IReadOnlyCollection<Claim> RemoveAll(ProcessId client)
    {
        if (!_clients.Remove(client, out var claims))
            return [];
        Count -= claims.ById.Count;
        Locks -= claims.Locks;
        return claims.ById.Values;
    }

    /// <summary>Replaces all claims.</summary>
    public void Reset(IEnumerable<Claim> claims)
    {
        _clients.Clear();
        (Count, Locks) = (0, 0);
        foreach (var claim in claims)
            Add(claim);
    }

    // Whether it is its client's first.
    private bool Add(Claim claim)
    {
        var isFirst = !_clients.TryGetValue(claim.Client, out var claims);
        if (isFirst)
            _clients.Add(claim.Client, claims = new OfClient());
        claims!.ById.Add(claim.Id, claim);
        Tally(claims, claim, 1);
        return isFirst;
    }

    private void Tally(OfClient claims, Claim claim, int change)
    {
        Count += change;
        if (claim.Lease is null)
            return;
        Locks += change;
        claims.Locks += change;
    }

    private sealed class OfClient
    {
        public Dictionary<long, Claim> ById { get; } = [];

        public int Locks { get; set; }
    }
}

/// <summary>
/// The claims whose commands are kept, oldest first: the same places as in the host's queue. A claim whose client is gone stays
/// until its command comes up, but is not counted as waiting.
/// </summary>
internal sealed class ClaimQueue
{
    private readonly Queue<Claim> _claims = new();

    /// <summary>How many commands are kept.</summary>
    public int Count => _claims.Count;

    /// <summary>How many of the commands still wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many kept commands were given up.</summary>
    public int Gone => _claims.Count - Waiting;

    public IEnumerable<Claim> All => _claims;

    public void Add(Claim claim)
    {
        _claims.Enqueue(claim);
        if (claim.State == ClaimState.Waiting)
            Waiting++;
    }

    /// <summary>Removes the oldest claim, even if it is gone.</summary>
    public Claim Take()
    {
        var claim = _claims.Dequeue();
        if (claim.State == ClaimState.Waiting)
        {
            claim.State = ClaimState.LetIn;
            Waiting--;
        }
        return claim;
    }

    /// <summary>A claim in it is given up.</summary>
    public void Forsake(Claim claim)
    {
        claim.State = ClaimState.Gone;
        Waiting--;
    }

    /// <summary>Removes the claims that are gone.</summary>
    /// <returns>For each claim there was, oldest first, whether it stays.</returns>
    public IReadOnlyList<bool> Compact()
    {
        var stays = new bool[_claims.Count];
        for (var i = 0; i < stays.Length; i++)
        {
            var claim = _claims.Dequeue();
            stays[i] = claim.State == ClaimState.Waiting;
            if (stays[i])
                _claims.Enqueue(claim);
        }
        return stays;
    }

    /// <summary>Removes all claims.</summary>
    public void Clear()
    {
        _claims.Clear();
        Waiting = 0;
    }

    /// <summary>Replaces all claims; oldest first.</summary>
    public void Reset(List<Claim> claims)
    {
        Clear();
        claims.ForEach(Add);
    }
}
