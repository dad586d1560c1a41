using System.Diagnostics.CodeAnalysis;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// What a session knows of one lock: how long it is surely held, and whether it is lost. The session writes it; the application
/// reads it through <see cref="MemoryLock"/>, on any thread. A lock that is lost or released is never held again.
/// </summary>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "Its source has no timer and no handle: there is nothing to dispose of.")]
internal sealed class HeldLock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lost = new();
    private TimeSpan _lease;
    private long _since;
    private bool _isHeld;
    private bool _isReleased;
    private string? _reason;

    /// <summary>Cancelled when it is lost, on a thread of its own; not when it is released.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it is lost; null: it is not.</summary>
    public string? LossReason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    /// <summary>Whether it is lost or released.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
                return _isReleased || _reason is not null;
        }
    }

    /// <summary>How much longer it is surely held; zero: it is not held.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
                return _isHeld && _lease - time.GetElapsedTime(_since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>It was granted to a command that was sent at <paramref name="since"/>: the server's lease began later.</summary>
    /// <returns>Whether it is held; false: it was lost or released before, or its lease is over already.</returns>
    public bool TryHold(long since, TimeSpan lease)
    {
        lock (_gate)
        {
            if (_isReleased || _reason is not null || time.GetElapsedTime(since) >= lease)
                return false;
            (_since, _lease, _isHeld) = (since, lease, true);
            return true;
        }
    }

    /// <summary>The application releases it.</summary>
    public void Release()
    {
        lock (_gate)
            (_isHeld, _isReleased) = (false, true);
    }

    /// <summary>It is not held any more, and nobody released it.</summary>
    /// <returns>Completes when all that is registered on <see cref="Lost"/> has run; fails if something of that failed.</returns>
    public Task LoseAsync(string reason)
    {
        lock (_gate)
        {
            if (!_isHeld)
                return Task.CompletedTask;
            _isHeld = false;
            _reason = reason;
        }
        return _lost.CancelAsync();
    }
}
