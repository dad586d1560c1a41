using Akka.Event;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// The locks of a client, for all threads: keeps who waits and who holds, and ends each waiting once: inside, not free, too late,
/// cancelled, or the node has ended. A lock whose votes are kept is had at once, without a task.
/// </summary>
/// <remarks>
/// A claim is kept until it is given back, given up or lost. The methods that say so are called within a step or under the gate;
/// all others take the gate by themselves.
/// </remarks>
/// <param name="steps">The machine.</param>
/// <param name="group">The group.</param>
/// <param name="metrics">For the operator.</param>
/// <param name="log">For the operator.</param>
/// <param name="handleOf">Makes the handle of a lock that is held.</param>
internal sealed class HostedLocks(
    ClientSteps steps, GroupSettings group, LockMetrics metrics, ILoggingAdapter log, Func<Hold, LockHandle> handleOf)
{
    private const int MostIdleCapacity = 1024;

    private readonly Dictionary<long, Hold> _holds = [];
    private readonly List<Hold> _behind = []; // tried once, and are to be given up after the step

    /// <summary>Waits for a lock. Null if it cannot be had in time.</summary>
    /// <param name="name">What to lock.</param>
    /// <param name="mode">How.</param>
    /// <param name="limit">How long to wait; zero to try once, infinite to wait for ever.</param>
    /// <param name="purpose">What it is for, for people.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask<LockHandle?> AcquireAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<LockHandle?>(cancellation);
        return LockMetrics.IsTraced
            ? new ValueTask<LockHandle?>(TraceAsync(name, mode, limit, purpose, cancellation))
            : TakeAsync(name, mode, limit, purpose, cancellation);
    }

    /// <summary>Gives a lock back, if it is held.</summary>
    public void Release(Hold hold)
    {
        lock (steps.Gate)
        {
            if (hold.IsReleased)
                return;
            hold.IsReleased = true;
            if (hold.IsLost)
                return;
            if (!steps.IsEnded)
                steps.Take(Input.Of(new Leave(hold.Claim)));
            _holds.Remove(hold.Claim);
            if (_holds.Count == 0 && _holds.Capacity > MostIdleCapacity)
                _holds.TrimExcess();
        }
        metrics.HeldNoLonger(hold);
    }

    /// <summary>Gives back a lock whose handle nobody has any more. Never blocks.</summary>
    public void Abandon(Hold hold) => ThreadPool.UnsafeQueueUserWorkItem(
        static state => state.Locks.ReleaseAbandoned(state.Hold), (Locks: this, Hold: hold), preferLocal: false);

    /// <summary>See <see cref="LockHandle.Lost"/>.</summary>
    public CancellationToken LostOf(Hold hold)
    {
        lock (steps.Gate)
        {
            if (!hold.IsLost && !steps.IsEnded)
                steps.Look();
            if (hold.Lost is null)
            {
                hold.Lost = new CancellationTokenSource();
                if (hold.IsLost)
                    hold.Lost.Cancel();
            }
            return hold.Lost.Token;
        }
    }

    /// <summary>See <see cref="LockHandle.Remaining"/>.</summary>
    public TimeSpan RemainingOf(Hold hold)
    {
        lock (steps.Gate)
        {
            if (hold.IsLost || hold.IsReleased || steps.IsEnded
                || steps.Machine.Client.DeadlineOf(hold.Claim) is not { } deadline)
            {
                return TimeSpan.Zero;
            }
            var left = deadline - steps.Now();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Within a step: the machine says something about a claim.</summary>
    public void On(IClaimOutput output)
    {
        switch (output)
        {
            case Entered m when _holds.TryGetValue(m.Request.Clock, out var hold):
                (hold.IsInside, hold.Token, hold.Since) = (true, m.Token, metrics.Now);
                hold.Waiting?.TrySetResult(HoldEnding.Inside);
                break;
            case Left: break; // the usual one; nobody waits for it
            case Behind m when _holds.TryGetValue(m.Request.Clock, out var hold): _behind.Add(hold); break;
            case Lost m when _holds.Remove(m.Request.Clock, out var hold):
                log.Warning("The lock [{0}] was lost: the votes of too few members count.", hold.Name);
                Lose(hold, steps.HasSlept ? "slept" : "lapsed");
                break;
        }
    }

    /// <summary>After a step: claims that tried once are given up, if others go first.</summary>
    public void GiveUpBehind()
    {
        while (_behind.Count > 0)
        {
            var hold = _behind[^1];
            _behind.RemoveAt(_behind.Count - 1);
            if (hold.IsInside || !_holds.Remove(hold.Claim))
                continue;
            steps.Continue(Input.Of(new GiveUp(hold.Claim)));
            hold.Waiting?.TrySetResult(HoldEnding.NotFree);
        }
    }

    /// <summary>
    /// Under the gate: the node ends, and all claims are given back. Those that wait first: otherwise one of them would get what
    /// another one gives back.
    /// </summary>
    /// <returns>The claims, for <see cref="TellEnded"/>.</returns>
    public IReadOnlyList<Hold> GiveBackAll()
    {
        Hold[] holds = [.. _holds.Values.OrderBy(hold => hold.IsInside)];
        foreach (var hold in holds.TakeWhile(_ => !steps.IsEnded))
            steps.Take(Input.Of(hold.IsInside ? new Leave(hold.Claim) : new GiveUp(hold.Claim)));
        return holds;
    }

    /// <summary>The node has ended: whoever waits is told, and what was held is lost.</summary>
    public void TellEnded(IEnumerable<Hold> holds) => End(holds, "ended");

    /// <summary>Under the gate: the machine has failed.</summary>
    public void OnFailed()
    {
        End(_holds.Values, "failed");
        _holds.Clear();
    }

    private async Task<LockHandle?> TraceAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        var span = metrics.StartWaiting(name, mode);
        try
        {
            var held = await TakeAsync(name, mode, limit, purpose, cancellation).ConfigureAwait(false);
            LockMetrics.End(span, held);
            return held;
        }
        catch (Exception failure)
        {
            LockMetrics.End(span, null, failure);
            throw;
        }
    }

    private ValueTask<LockHandle?> TakeAsync(
        string name, VoteMode mode, TimeSpan limit, string? purpose, CancellationToken cancellation)
    {
        var asked = metrics.Now;
        Hold hold;
        lock (steps.Gate)
        {
            ObjectDisposedException.ThrowIf(steps.IsEnded, typeof(CoterieNode));
            hold = new Hold(steps.Machine.LastNumber + 1, name, mode);
            _holds.Add(hold.Claim, hold);
            steps.Take(Input.Of(new Acquire(hold.Claim, name, mode, purpose, TriesOnce: limit == TimeSpan.Zero)));
            ObjectDisposedException.ThrowIf(steps.IsEnded, typeof(CoterieNode)); // it has failed
            if (!hold.IsInside && _holds.ContainsKey(hold.Claim))
                hold.Waiting = new TaskCompletionSource<HoldEnding>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (hold.Waiting is not null)
        {
            return new ValueTask<LockHandle?>(
                WaitAsync(hold, asked, limit == TimeSpan.Zero ? group.LongestTry : limit, cancellation));
        }
        // If it is not inside, it tried once, behind another claim of this process.
        metrics.Ended(hold, asked, hold.IsInside ? HoldEnding.Inside : HoldEnding.NotFree);
        return new ValueTask<LockHandle?>(hold.IsInside ? handleOf(hold) : null);
    }

    private async Task<LockHandle?> WaitAsync(Hold hold, long asked, TimeSpan limit, CancellationToken cancellation)
    {
        metrics.Waits(hold);
        var ending = await hold.Waiting!.Task.WithinAsync(
            group.Clock,
            limit,
            () => GiveUp(hold, HoldEnding.TimedOut),
            () => GiveUp(hold, HoldEnding.Cancelled),
            cancellation).ConfigureAwait(false);
        metrics.WaitsNoLonger(hold);
        metrics.Ended(hold, asked, ending);
        switch (ending)
        {
            case HoldEnding.Inside: return handleOf(hold);
            case HoldEnding.Cancelled: throw new OperationCanceledException(cancellation);
            case HoldEnding.Disposed: throw new ObjectDisposedException(nameof(CoterieNode));
            default: return null;
        }
    }

    private void GiveUp(Hold hold, HoldEnding ending)
    {
        lock (steps.Gate)
        {
            if (steps.IsEnded || hold.IsInside || !_holds.Remove(hold.Claim))
                return;
            steps.Take(Input.Of(new GiveUp(hold.Claim)));
        }
        hold.Waiting?.TrySetResult(ending);
    }

    private void ReleaseAbandoned(Hold hold)
    {
        if (!hold.IsReleased && !steps.IsEnded)
            log.Warning("The lock [{0}] was dropped without being given back; it is given back now.", hold.Name);
        Release(hold);
    }

    private void End(IEnumerable<Hold> holds, string reason)
    {
        foreach (var hold in holds)
        {
            hold.Waiting?.TrySetResult(HoldEnding.Disposed);
            if (hold.IsInside)
                Lose(hold, reason);
        }
    }

    // Callbacks run on other threads, never under the gate.
    private void Lose(Hold hold, string reason)
    {
        hold.IsLost = true;
        metrics.Lost(hold, reason);
        _ = hold.Lost?.CancelAsync();
    }
}
