namespace Akka.Actor;

/// <summary>Cancels something that is scheduled.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler? _scheduler;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private List<WheelEntry>? _entries;
    private bool _cancelled;

    /// <summary>Not cancelled.</summary>
    public Cancelable(IScheduler scheduler) : this(scheduler.Advanced) { }

    /// <summary>Cancelled after a delay.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay) : this(scheduler.Advanced, delay) { }

    /// <summary>Cancelled after a delay.</summary>
    public Cancelable(IScheduler scheduler, int millisecondsDelay) : this(scheduler, TimeSpan.FromMilliseconds(millisecondsDelay)) { }

    /// <summary>Not cancelled.</summary>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Cancelled after a delay.</summary>
    public Cancelable(IActionScheduler scheduler, TimeSpan delay) : this(scheduler) => CancelAfter(delay);

    private Cancelable(bool cancelled) => _cancelled = cancelled;

    /// <inheritdoc/>
    public bool IsCancellationRequested => Volatile.Read(ref _cancelled);

    /// <summary>Whether it has been disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_cancelled) _source.Cancel();
                }
                return _source.Token;
            }
        }
    }

    /// <summary>One that is cancelled already.</summary>
    public static ICancelable CreateCanceled() => new Cancelable(cancelled: true);

    /// <summary>One that is cancelled with any of <paramref name="cancelables"/>.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, cancelables);

    /// <summary>One that is cancelled with any of <paramref name="cancelables"/>.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, [.. cancelables.Select(each => each.Token)]);

    /// <summary>One that is cancelled with any of <paramref name="cancellationTokens"/>.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    /// <summary>One that is cancelled with any of <paramref name="cancellationTokens"/>.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens)
    {
        var linked = new Cancelable(scheduler);
        foreach (var token in cancellationTokens) token.UnsafeRegister(static state => ((Cancelable)state!).Cancel(), linked);
        return linked;
    }

    /// <inheritdoc/>
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException)
    {
        List<WheelEntry>? entries;
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (_cancelled) return;
            Volatile.Write(ref _cancelled, true);
            (entries, _entries) = (_entries, null);
            source = _source;
        }
        if (entries is not null)
        {
            foreach (var entry in entries) entry.Remove();
        }
        source?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), $"The delay must be >= 0, was [{delay}].");
        }
        if (delay == TimeSpan.Zero) Cancel();
        else if (!IsCancellationRequested) _scheduler!.ScheduleOnce(delay, Cancel);
    }

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back the token's resources.</summary>
    protected void Dispose(bool disposing)
    {
        if (IsDisposed || !disposing) return;
        IsDisposed = true;
        _source?.Dispose();
    }

    // A cancelled timer leaves its wheel at once.
    internal void Attach(WheelEntry entry)
    {
        lock (_lock)
        {
            if (!_cancelled)
            {
                (_entries ??= []).Add(entry);
                return;
            }
        }
        entry.Remove();
    }
}

/// <summary>Cancels what may be missing.</summary>
public static class CancelableExtensions
{
    /// <summary>Cancels, unless there is nothing to cancel.</summary>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
