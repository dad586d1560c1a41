using Coterie.Actors.Text;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// A lock that is held. Dispose it to give the lock back. A handle that is dropped without that is found by the garbage
/// collector, which then gives the lock back and logs a warning. Safe for all threads.
/// </summary>
public sealed class LockHandle : IAsyncDisposable, IDisposable
{
    private readonly LockHost _host;
    private readonly Hold _hold;

    internal LockHandle(LockHost host, Hold hold) => (_host, _hold) = (host, hold);

    /// <summary>Gives the lock back for a handle that nobody has any more.</summary>
    ~LockHandle() => _host.Locks.Abandon(_hold);

    /// <summary>What is locked.</summary>
    public string Name => _hold.Name;

    /// <summary>
    /// The fencing token: larger than that of every exclusive holder before. Send it with whatever is written under the lock,
    /// to a store that refuses a smaller one than it has seen. It can be read after the end, too.
    /// </summary>
    public long Token => _hold.Token.Value;

    /// <summary>
    /// Cancelled if the lock is lost while it is held: as soon as it is not certain any more that nobody else gets it. Not
    /// cancelled when the lock is given back.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lock was given back.</exception>
    public CancellationToken Lost
    {
        get
        {
            ObjectDisposedException.ThrowIf(_hold.IsReleased, this);
            return _host.Locks.LostOf(_hold);
        }
    }

    /// <summary>Whether the lock is held: it was neither lost nor given back.</summary>
    public bool IsHeld => Remaining > TimeSpan.Zero;

    /// <summary>
    /// How long the lock surely lasts from now, even if no member is heard of again. It becomes longer while a majority of
    /// members answers. Zero once the lock was lost or given back.
    /// </summary>
    public TimeSpan Remaining => _host.Locks.RemainingOf(_hold);

    /// <summary>The same as a time of day, by the clock of this machine.</summary>
    public DateTimeOffset Deadline => _host.UtcNow + Remaining;

    /// <summary>
    /// Does something with the variable that has the name of the lock, once, by the votes of the lock: it takes effect only while
    /// the lock is held, and no earlier holder can change the variable afterwards. A shared lock only reads. What is done at the
    /// same time is done in turn.
    /// </summary>
    /// <param name="operation">What to do.</param>
    /// <param name="timeout">How long to wait; infinite to wait until the lock is lost.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>
    /// How it ended. <see cref="Outcome.NotDone"/> if the lock was lost or given back, if the time is over, or if it was
    /// cancelled; <see cref="Outcome.Unknown"/> if that happened when the operation was on its way.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or too long.</exception>
    /// <exception cref="InvalidOperationException">The lock is shared, and the operation would change the variable.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before.</exception>
    /// <exception cref="ObjectDisposedException">The node was disposed.</exception>
    public ValueTask<Outcome> OperateAsync(Operation operation, TimeSpan timeout, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        LockArguments.CheckTimeout(timeout);
        if (_hold.Mode == VoteMode.Shared && operation is not Operation.Read)
        {
            throw new InvalidOperationException(
                $"The lock must be held exclusively to change its variable, was [{Printable.Escape(Name, 100)}, shared].");
        }
        return _host.Variables.OperateAsync(_hold, operation, timeout, cancellation);
    }

    /// <summary>See <see cref="HostedVariables.TryPeek"/>.</summary>
    internal bool TryPeek(out VariableContent? content) => _host.Variables.TryPeek(_hold, out content);

    /// <summary>Gives the lock back. A second time, or after its loss, nothing happens.</summary>
    public void Dispose()
    {
        _host.Locks.Release(_hold);
        GC.SuppressFinalize(this);
    }

    /// <summary>The same. It does not wait for the members: the release is on its way when it returns.</summary>
    public ValueTask DisposeAsync()
    {
        _host.Locks.Release(_hold);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A claim of a client, from the request to the end.</summary>
/// <param name="claim">Its number.</param>
/// <param name="name">What it locks.</param>
/// <param name="mode">How.</param>
internal sealed class Hold(long claim, string name, VoteMode mode)
{
    public long Claim => claim;

    public string Name => name;

    public VoteMode Mode => mode;

    public FencingToken Token { get; set; }

    /// <summary>When it went inside, see <see cref="LockMetrics.Now"/>.</summary>
    public long Since { get; set; }

    public bool IsInside { get; set; }

    /// <summary>Whether it was inside and its votes have stopped counting.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether it was given back.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Who waits for it; null if it was inside at once.</summary>
    public TaskCompletionSource<HoldEnding>? Waiting { get; set; }

    /// <summary>Made when somebody asks for it.</summary>
    public CancellationTokenSource? Lost { get; set; }
}

/// <summary>How the waiting for a lock ends.</summary>
internal enum HoldEnding
{
    /// <summary>It is held.</summary>
    Inside,

    /// <summary>It is not free, and the claim tried only once.</summary>
    NotFree,

    /// <summary>The time is over.</summary>
    TimedOut,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>The node ends.</summary>
    Disposed,
}
