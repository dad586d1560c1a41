using Kind = Coterie.Protocols.Memory.VariableEffectKind;

namespace Coterie.Protocols.Memory;

/// <summary>
/// The lock of a variable, for readers and writers, that prefers writers (Courtois, Heymans and Parnas, "Concurrent Control with Readers and Writers",
/// CACM 14(10), 1971, second problem): readers share; a writer is alone; a writer that waits keeps new readers out; a writer that leaves lets
/// the next writer in before any reader. A holder that stops, loses its machine or outlives its lease is released; a waiter that is gone leaves the queue.
/// </summary>
/// <remarks>
/// A command that may not in is kept, in the order of arrival, and comes again when it is let in. What is let in comes again before anything else arrives.
/// <code>
/// input            condition                                                    effects, and what becomes of the command
/// Arrive (read)    no writer holds or waits, none let in is on its way          in
/// Arrive (write)   nobody holds or waits, none let in is on its way             in
/// Arrive           otherwise, fewer wait than may                               Keep; watch the client
/// Arrive           otherwise                                                    refused: the queue is full
/// Arrive (lock)    as many locks of all, or of the client, as may be            refused
/// Arrive           to hold or wait, and the memory has no room for it           refused
/// Arrive           the client's claim of that id waits                          a copy: dropped
/// Arrive           the client's claim of that id holds                          a copy: its lease begins anew
/// Return           let in                                                       in
/// Return           its client is gone meanwhile                                 dropped
/// Leave            holds                                                        its lease ends
/// Leave            waits                                                        none; what is kept of it is dropped later
/// ClientGone                                                                    Leave, for all its claims
/// after each       nobody holds, a writer waits, none let in is on its way      LetIn the oldest writer
/// after each       no writer holds or waits, readers wait, none is on its way   LetIn all readers
/// after each       more is kept for those gone than for those that wait         Compact
/// </code>
/// <para>
/// Invariants, see <see cref="Check"/>:
/// (1) where a writer holds, nobody else does;
/// (2) where nobody holds and nothing is on its way, nobody waits;
/// (3) where a reader waits, a writer holds or waits, or something is on its way;
/// (4) no more wait, and no more locks are held or waited for, than may;
/// (5) no more is kept for those gone than for those that wait;
/// (6) every claim waits, holds or is on its way.
/// </para>
/// The rules that a broken variant would break are virtual, one method each.
/// </remarks>
/// <param name="limits">What is kept at most.</param>
public class WriterPriorityLock<TClient>(LockLimits limits)
    where TClient : notnull
{
    private readonly Claims<TClient> _claims = new();
    private readonly ClaimQueue<TClient> _readers = new();
    private readonly ClaimQueue<TClient> _writers = new();
    private readonly Queue<Claim<TClient>> _returning = new();
    private readonly HashSet<Claim<TClient>> _holders = [];

    /// <summary>A lock that bounds nothing but how many wait.</summary>
    public WriterPriorityLock(int mostWaiting)
        : this(new LockLimits(mostWaiting))
    {
    }

    /// <summary>Whether nobody holds and nobody waits: whoever comes is in.</summary>
    public bool IsFree => _claims.IsEmpty && _returning.Count == 0;

    /// <summary>Whether a writer holds.</summary>
    protected bool WriterHolds { get; private set; }

    /// <summary>Whether anybody holds.</summary>
    protected bool SomebodyHolds => _holders.Count > 0;

    /// <summary>Whether a writer waits.</summary>
    protected bool WriterWaits => _writers.Waiting > 0;

    /// <summary>Whether a reader waits.</summary>
    protected bool ReaderWaits => _readers.Waiting > 0;

    /// <summary>A command arrives that wants in.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="id">Its id, the client's own.</param>
    /// <param name="mode">What for.</param>
    /// <param name="lease">How long it is to hold; null: for this one command.</param>
    /// <param name="effects">What to do about it.</param>
    public Admission Arrive(TClient client, long id, LockMode mode, TimeSpan? lease, VariableEffects<TClient> effects)
    {
        if (_claims.Find(client, id) is { } known)
            return Again(known, mode, lease, effects);
        if (_returning.Count == 0 && MayEnter(mode))
        {
            if (lease is null)
                return Admission.Now;
            if (Excess(client, isLock: true) is { } excess)
                return excess;
            Hold(_claims.Add(new(client, id, mode, lease), effects), effects);
            return Admission.Now;
        }
        if (_readers.Waiting + _writers.Waiting >= limits.MostWaiting)
            return Admission.QueueFull;
        if (Excess(client, lease is not null) is { } tooMuch)
            return tooMuch;
        QueueOf(mode).Add(_claims.Add(new(client, id, mode, lease), effects));
        effects.Add(new(Kind.Keep, client, Mode: mode));
        return Admission.Waits;
    }

    /// <summary>The oldest command that was let in has come again.</summary>
    /// <returns>Whether it is in; false: nobody wants it any more.</returns>
    public bool Return(VariableEffects<TClient> effects)
    {
        var claim = _returning.Dequeue();
        if (claim.State == ClaimState.Gone)
            return false;
        if (claim.Lease is null)
            Remove(claim, effects);
        else
            Hold(claim, effects);
        return true;
    }

    /// <summary>Whether the client's lock of that id is held, for what <paramref name="mode"/> says: under a write lock one reads too.</summary>
    public virtual bool Holds(TClient client, long id, LockMode mode) =>
        _claims.Find(client, id) is { State: ClaimState.Holding } claim && (claim.Mode == LockMode.Write || mode == LockMode.Read);

    /// <summary>The client gives its claim of that id up, or its lease ran out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Leave(TClient client, long id, VariableEffects<TClient> effects)
    {
        if (_claims.Find(client, id) is not { } claim)
            return false;
        GiveUp(claim, effects);
        Remove(claim, effects);
        return true;
    }

    /// <summary>The client stopped or cannot be reached: it holds nothing any more, and waits for nothing.</summary>
    public virtual void ClientGone(TClient client, VariableEffects<TClient> effects)
    {
        var claims = _claims.RemoveAll(client);
        limits.Budget?.Return(claims.Count);
        foreach (var claim in claims)
            GiveUp(claim, effects);
    }

    /// <summary>The variable ends: the budget of the memory gets back what its claims have of it.</summary>
    public void End() => limits.Budget?.Return(_claims.Count);

    /// <summary>Lets in whoever is next. To be called after each input, or the lock stands still.</summary>
    public void LetInNext(VariableEffects<TClient> effects)
    {
        if (IsFree && _readers.Gone + _writers.Gone == 0)
            return;
        Compact(LockMode.Read, effects);
        Compact(LockMode.Write, effects);
        if (_returning.Count == 0 && Next() is { } next)
            LetIn(next, effects);
    }

    /// <summary>Throws where an invariant does not hold.</summary>
    /// <exception cref="InvalidOperationException">With the number of the invariant and the state.</exception>
    public void Check()
    {
        var waiting = _readers.Waiting + _writers.Waiting;
        Holds(1, !_holders.Any(holder => holder.Mode == LockMode.Write) || _holders.Count == 1);
        Holds(2, SomebodyHolds || _returning.Count > 0 || waiting == 0);
        Holds(3, _readers.Waiting == 0 || WriterHolds || WriterWaits || _returning.Count > 0);
        Holds(4, waiting <= limits.MostWaiting && _claims.Locks <= limits.MostLocks);
        Holds(5, _readers.Gone <= _readers.Waiting && _writers.Gone <= _writers.Waiting);
        Holds(6, _claims.Count == waiting + _holders.Count + _returning.Count(claim => claim.State == ClaimState.LetIn));
    }

    /// <summary>Who holds, waits and is on its way, for the message of an error.</summary>
    public override string ToString() =>
        $"holding [{string.Join(", ", _holders)}], on their way [{string.Join(", ", _returning)}], writers [{string.Join(", ", _writers.All)}], readers [{string.Join(", ", _readers.All)}]";

    /// <summary>Readers share; a writer is alone, and one that waits keeps new readers out.</summary>
    protected virtual bool MayReaderEnter() => !WriterHolds && !WriterWaits;

    /// <summary>A writer is alone.</summary>
    protected virtual bool MayWriterEnter() => !SomebodyHolds;

    /// <summary>Who of those that wait is let in: a leaving writer lets the next writer in before any reader.</summary>
    protected virtual LockMode? Next() => WriterWaits
        ? MayWriterEnter() ? LockMode.Write : null
        : ReaderWaits && MayReaderEnter() ? LockMode.Read : null;

    // Null, and the place taken: one more claim may be kept.
    private Admission? Excess(TClient client, bool isLock) => isLock switch
    {
        true when _claims.Locks >= limits.MostLocks => Admission.TooManyLocks,
        true when _claims.LocksOf(client) >= limits.MostLocksOfClient => Admission.TooManyLocksOfClient,
        _ => limits.Budget?.TryTake() == false ? Admission.MemoryFull : null,
    };

    private void Remove(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        _claims.Remove(claim, effects);
        limits.Budget?.Return(1);
    }

    private bool MayEnter(LockMode mode) => mode == LockMode.Read ? MayReaderEnter() : MayWriterEnter();

    private ClaimQueue<TClient> QueueOf(LockMode mode) => mode == LockMode.Read ? _readers : _writers;

    private static Admission Again(Claim<TClient> known, LockMode mode, TimeSpan? lease, VariableEffects<TClient> effects)
    {
        if (known.Mode != mode || known.Lease.HasValue != lease.HasValue)
            return Admission.IdTaken;
        if (known.State != ClaimState.Holding)
            return Admission.WaitsAlready;
        effects.Add(new(Kind.StartLease, known.Client, Lock: known.Id, Lease: lease!.Value));
        return Admission.HoldsAlready;
    }

    private void Hold(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        claim.State = ClaimState.Holding;
        _holders.Add(claim);
        WriterHolds |= claim.Mode == LockMode.Write;
        effects.Add(new(Kind.StartLease, claim.Client, Lock: claim.Id, Lease: claim.Lease!.Value));
    }

    private void GiveUp(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        if (claim.State == ClaimState.Waiting)
            QueueOf(claim.Mode).Forsake(claim);
        if (_holders.Remove(claim))
        {
            WriterHolds &= claim.Mode == LockMode.Read;
            effects.Add(new(Kind.EndLease, claim.Client, Lock: claim.Id));
        }
        claim.State = ClaimState.Gone;
    }

    private void LetIn(LockMode mode, VariableEffects<TClient> effects)
    {
        var queue = QueueOf(mode);
        _returning.Enqueue(queue.Take());
        while (mode == LockMode.Read && queue.All.Any())
            _returning.Enqueue(queue.Take());
        effects.Add(new(Kind.LetIn, Mode: mode));
    }

    private void Compact(LockMode mode, VariableEffects<TClient> effects)
    {
        var queue = QueueOf(mode);
        if (queue.Gone > queue.Waiting)
            effects.Add(new(Kind.Compact, Mode: mode, Stays: queue.Compact()));
    }

    private void Holds(int invariant, bool holds)
    {
        if (!holds)
            throw new InvalidOperationException($"Invariant ({invariant}) must hold, was [{this}].");
    }
}

/// <summary>What becomes of a command that wants in.</summary>
public enum Admission
{
    /// <summary>It is in: a plain read or write is to be carried out now, a lock is held.</summary>
    Now,

    /// <summary>It is kept, and comes again when it is let in.</summary>
    Waits,

    /// <summary>It is a copy of one that waits: drop it.</summary>
    WaitsAlready,

    /// <summary>It is a copy of one that holds; the lease began anew.</summary>
    HoldsAlready,

    /// <summary>The id is that of another claim.</summary>
    IdTaken,

    /// <summary>As many wait as may.</summary>
    QueueFull,

    /// <summary>As many locks of the variable are held or waited for as may be.</summary>
    TooManyLocks,

    /// <summary>As many of them are this client's as may be.</summary>
    TooManyLocksOfClient,

    /// <summary>All variables together keep as much as they may.</summary>
    MemoryFull,
}

/// <summary>Where a claim stands.</summary>
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
/// <param name="client">Whose command.</param>
/// <param name="id">The command's id.</param>
/// <param name="mode">What for.</param>
/// <param name="lease">How long it is to hold; null: for this one command, a plain read or write.</param>
internal sealed class Claim<TClient>(TClient client, long id, LockMode mode, TimeSpan? lease)
{
    public TClient Client => client;

    public long Id => id;

    public LockMode Mode => mode;

    public TimeSpan? Lease => lease;

    public ClaimState State { get; set; }

    public override string ToString() => $"{client}/{id} {mode}{(lease is null ? "" : " lock")} {State}";
}

/// <summary>Every client's claims by their ids. A client is watched from its first claim to its last.</summary>
internal sealed class Claims<TClient>
    where TClient : notnull
{
    private readonly Dictionary<TClient, OfClient> _clients = [];

    public bool IsEmpty => _clients.Count == 0;

    public int Count { get; private set; }

    /// <summary>How many of them are for locks, held or waited for.</summary>
    public int Locks { get; private set; }

    public Claim<TClient>? Find(TClient client, long id) => _clients.TryGetValue(client, out var claims) ? claims.ById.GetValueOrDefault(id) : null;

    /// <summary>How many locks one client holds or waits for.</summary>
    public int LocksOf(TClient client) => _clients.TryGetValue(client, out var claims) ? claims.Locks : 0;

    public Claim<TClient> Add(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        if (!_clients.TryGetValue(claim.Client, out var claims))
        {
            _clients[claim.Client] = claims = new OfClient();
            effects.Add(new(Kind.Watch, claim.Client));
        }
        Add(claims, claim, 1);
        return claims.ById[claim.Id] = claim;
    }

    public void Remove(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        var claims = _clients[claim.Client];
        claims.ById.Remove(claim.Id);
        Add(claims, claim, -1);
        if (claims.ById.Count > 0)
            return;
        _clients.Remove(claim.Client);
        effects.Add(new(Kind.Unwatch, claim.Client));
    }

    /// <summary>Takes out all claims of a client that is gone, and need not be watched any more.</summary>
    public IReadOnlyCollection<Claim<TClient>> RemoveAll(TClient client)
    {
        if (!_clients.Remove(client, out var claims))
            return [];
        Count -= claims.ById.Count;
        Locks -= claims.Locks;
        return claims.ById.Values;
    }

    private void Add(OfClient claims, Claim<TClient> claim, int count)
    {
        Count += count;
        if (claim.Lease is null)
            return;
        Locks += count;
        claims.Locks += count;
    }

    private sealed class OfClient
    {
        public Dictionary<long, Claim<TClient>> ById { get; } = [];

        public int Locks { get; set; }
    }
}

/// <summary>
/// The claims whose commands are kept, oldest first: the image of a stash. Who is gone stays in it as long as its command does, and counts no more.
/// </summary>
internal sealed class ClaimQueue<TClient>
{
    private readonly Queue<Claim<TClient>> _claims = new();

    /// <summary>How many really wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many commands are kept for nobody.</summary>
    public int Gone => _claims.Count - Waiting;

    public IEnumerable<Claim<TClient>> All => _claims;

    public void Add(Claim<TClient> claim)
    {
        _claims.Enqueue(claim);
        Waiting++;
    }

    /// <summary>Takes out the oldest, gone or not.</summary>
    public Claim<TClient> Take()
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
    public void Forsake(Claim<TClient> claim)
    {
        claim.State = ClaimState.Gone;
        Waiting--;
    }

    /// <summary>Takes out those that are gone.</summary>
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
}
