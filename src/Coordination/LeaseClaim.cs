using System.Globalization;
using Akka.Coordination;
using Akka.Event;
using Coterie.Actors.Locks;
using Coterie.Protocols.Quorum;

namespace Coterie.Coordination;

/// <summary>
/// What an owner has of a lease, for all <see cref="CoterieLease"/> objects with the same name and owner. Safe for all threads.
/// No code of the user runs under its lock.
/// </summary>
/// <param name="leases">Has the group.</param>
/// <param name="lease">The name of the lease.</param>
/// <param name="owner">The name of the owner.</param>
internal sealed class LeaseClaim(CoterieLeases leases, string lease, string owner)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _lock = LockNames.Of(lease);
    private readonly string _purpose = owner.Length <= CoterieOptions.LongestText ? owner : owner[..CoterieOptions.LongestText];
    private long _attempts;
    private Attempt? _attempt;
    private Holding? _holding;
    private Task _settled = Task.CompletedTask;

    /// <summary>See <see cref="CoterieLease.CheckLease"/>.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
                return _holding is { IsOver: false, Handle.IsHeld: true };
        }
    }

    /// <summary>See <see cref="CoterieLease.Acquire(Action{Exception?}?)"/>.</summary>
    /// <param name="by">Whose callback it is.</param>
    /// <param name="limit">How long it takes at most.</param>
    /// <param name="onLost">The callback.</param>
    public Task<bool> AcquireAsync(CoterieLease by, TimeSpan limit, Action<Exception?>? onLost)
    {
        lock (_gate)
        {
            if (_attempt is null)
            {
                _attempt = new Attempt(++_attempts, limit, leases.Clock);
                _settled = RunAsync(_attempt, _settled);
            }
            if (onLost is not null)
                _attempt.Callbacks[by] = onLost;
            return _attempt.Outcome.Task;
        }
    }

    /// <summary>See <see cref="CoterieLease.Release"/>.</summary>
    public async Task ReleaseAsync()
    {
        Attempt? attempt;
        Holding? holding;
        Task settled;
        lock (_gate)
        {
            (attempt, holding, settled) = (_attempt, _holding, _settled);
            (_attempt, _holding) = (null, null);
            if (attempt is not null)
                attempt.IsReleased = true;
            holding?.End();
        }
        holding?.Handle.Dispose();
        if (attempt is null)
            return;
        await attempt.Ending.CancelAsync().ConfigureAwait(false);
        await settled.ConfigureAwait(false);
    }

    /// <summary>
    /// Gives back what is held once its time is over, without longer beats: as if this process had crashed now.
    /// </summary>
    public async Task ExpireAsync()
    {
        Holding? holding;
        lock (_gate)
            holding = _holding;
        if (holding is null)
            return;
        await Task.Delay(holding.Handle.Remaining, leases.Clock).ConfigureAwait(false);
        await ReleaseAsync().ConfigureAwait(false);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private async Task RunAsync(Attempt attempt, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // what was acquired before is given back
        var (holding, failure) = await TryAsync(attempt).ConfigureAwait(false);
        lock (_gate)
        {
            if (attempt.IsReleased)
            {
                holding?.End();
                failure = new LeaseException($"The lease [{lease}] was released while [{owner}] acquired it.");
            }
            else
            {
                _attempt = null;
                attempt.Ending.Dispose(); // nobody cancels it any more
                if (holding is { IsOver: true })
                    failure = LostReason();
                else
                    _holding = holding;
            }
        }
        if (attempt.IsReleased)
            holding?.Handle.Dispose();
        if (failure is not null)
        {
            attempt.Outcome.SetException(failure);
            return;
        }
        attempt.Outcome.SetResult(holding is not null);
        if (holding is null)
            return;
        // Only now: whoever waits for the outcome is to learn of the lease before it learns of its loss.
        IReadOnlyList<Action<Exception?>> late;
        lock (_gate)
            late = holding.Add(attempt.Number, attempt.Callbacks);
        if (late.Count > 0)
            ThreadPool.UnsafeQueueUserWorkItem(Tell, late, preferLocal: false); // behind what waits for the outcome
    }

    private async Task<(Holding? Holding, Exception? Failure)> TryAsync(Attempt attempt)
    {
        ICoterie? coterie = null;
        try
        {
            lock (_gate)
            {
                if (_holding is { IsOver: false, Handle.IsHeld: true } held && !attempt.IsReleased)
                    return (held, null);
            }
            coterie = await leases.GroupAsync().WaitAsync(attempt.Ending.Token).ConfigureAwait(false);
            return (await AcquireAsync(coterie, attempt).ConfigureAwait(false) is { } handle ? Hold(handle) : null, null);
        }
        catch (OperationCanceledException cancelled) when (attempt.Ending.IsCancellationRequested)
        {
            return (null, Unknown(attempt.Limit, coterie, cancelled));
        }
        catch (LeaseException unknown)
        {
            return (null, unknown);
        }
        catch (Exception failure)
        {
            var message = $"The lease [{lease}] could not be acquired for [{owner}]: {failure.Message}";
            return (null, new LeaseException(message, failure));
        }
    }

    // Null: another owner certainly holds it.
    private async Task<LockHandle?> AcquireAsync(ICoterie coterie, Attempt attempt)
    {
        var token = attempt.Ending.Token;
        var look = attempt.Limit / 5 < LongestLook ? attempt.Limit / 5 : LongestLook;
        if (await TryAsync(TimeSpan.Zero).ConfigureAwait(false) is { } atOnce)
            return atOnce;
        if (await IsHeldAsync().ConfigureAwait(false))
            return null;
        // Somebody else only waits, or has just left, or members do not vote yet.
        var wait = attempt.Limit - leases.Clock.GetElapsedTime(attempt.Start) - look;
        if (wait > TimeSpan.Zero && await TryAsync(wait).ConfigureAwait(false) is { } later)
            return later;
        return await IsHeldAsync().ConfigureAwait(false) ? null : throw Unknown(attempt.Limit, coterie, null);

        ValueTask<LockHandle?> TryAsync(TimeSpan timeout) =>
            coterie.TryAcquireAsync(_lock, VoteMode.Exclusive, timeout, _purpose, token);

        async Task<bool> IsHeldAsync()
        {
            var view = await coterie.LookAsync(_lock, look, token).ConfigureAwait(false);
            return view.HasMajority && view.Locks.Any(held => held.Name == _lock && held.Claims.Any(claim => claim.IsInside));
        }
    }

    private Holding Hold(LockHandle handle)
    {
        var holding = new Holding(handle);
        handle.Lost.UnsafeRegister(_ => OnLost(holding), null);
        return holding;
    }

    private void OnLost(Holding holding)
    {
        IReadOnlyList<Action<Exception?>> callbacks;
        lock (_gate)
        {
            callbacks = holding.Lose();
            if (_holding == holding)
                _holding = null;
        }
        holding.Handle.Dispose();
        Tell(callbacks);
    }

    private void Tell(IReadOnlyList<Action<Exception?>> callbacks)
    {
        foreach (var callback in callbacks)
        {
            try
            {
                callback(LostReason());
            }
            catch (Exception failure)
            {
                leases.Log.Error(failure, "The callback for the loss of the lease [{0}] of [{1}] has failed.", lease, owner);
            }
        }
    }

    private LeaseException LostReason() =>
        new($"The lease [{lease}] of [{owner}] was lost: the votes of too few members count.");

    private LeaseTimeoutException Unknown(TimeSpan limit, ICoterie? coterie, Exception? cause) => new(
        $"The lease [{lease}] could not be acquired for [{owner}] within {Seconds(limit)}, and it is unknown who holds it. "
        + (coterie is null ? "The group has not started." : coterie.CheckHealth().ToString()),
        cause!);

    /// <summary>One or more calls of Acquire that are under way.</summary>
    private sealed class Attempt(long number, TimeSpan limit, TimeProvider clock)
    {
        public long Number => number;

        public TimeSpan Limit => limit;

        public long Start { get; } = clock.GetTimestamp();

        public CancellationTokenSource Ending { get; } = new(limit, clock);

        public TaskCompletionSource<bool> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Dictionary<CoterieLease, Action<Exception?>> Callbacks { get; } = [];

        public bool IsReleased { get; set; }
    }

    /// <summary>The lock while it is held.</summary>
    private sealed class Holding(LockHandle handle)
    {
        private readonly Dictionary<CoterieLease, (long Attempt, Action<Exception?> Callback)> _callbacks = [];
        private bool _isReleased;
        private bool _isLost;

        public LockHandle Handle => handle;

        /// <summary>Whether it was lost or released.</summary>
        public bool IsOver => _isLost || _isReleased;

        /// <summary>Keeps callbacks, each until a later attempt brings another one.</summary>
        /// <returns>Those that must be called now, because it is lost already.</returns>
        public IReadOnlyList<Action<Exception?>> Add(
            long attempt, IReadOnlyDictionary<CoterieLease, Action<Exception?>> callbacks)
        {
            var added = callbacks.Where(pair => _callbacks.GetValueOrDefault(pair.Key).Attempt < attempt).ToList();
            foreach (var (by, callback) in added)
                _callbacks[by] = (attempt, callback);
            return _isLost && !_isReleased ? [.. added.Select(pair => pair.Value)] : [];
        }

        /// <summary>It is released: nobody is called any more.</summary>
        public void End() => _isReleased = true;

        /// <summary>It is lost.</summary>
        /// <returns>Those that must be called.</returns>
        public IReadOnlyList<Action<Exception?>> Lose()
        {
            if (IsOver)
                return [];
            _isLost = true;
            return [.. _callbacks.Values.Select(known => known.Callback)];
        }
    }
}
