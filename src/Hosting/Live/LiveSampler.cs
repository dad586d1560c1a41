namespace Coterie.Hosting.Live;

/// <summary>
/// Looks, again and again, as long as somebody watches and for a while longer, once for all viewers. Never two looks at a time.
/// Safe for all threads.
/// </summary>
internal sealed class LiveSampler(ILiveSource source, TimeProvider time, LivePace pace) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly StripBook _locks = new(pace.MostStrips);
    private readonly StripBook _variables = new(pace.MostStrips);
    private readonly long _origin = time.GetTimestamp();
    private TaskCompletionSource<LiveFrame> _next = Promise();
    private LiveFrame? _current;
    private long _lastNumber;
    private int _viewers;
    private TimeSpan _leftAt;
    private bool _looks;

    /// <summary>Completes when it has stopped to look.</summary>
    internal Task Looking { get; private set; } = Task.CompletedTask;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Begins to watch.</summary>
    /// <returns>To be disposed afterwards; null if too many watch already.</returns>
    public Viewer? TryWatch()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
            if (_viewers >= pace.MostViewers)
                return null;
            _viewers++;
            if (!_looks)
            {
                _looks = true;
                Looking = Task.Run(LookOnAsync);
            }
            return new Viewer(this);
        }
    }

    /// <summary>Ends it. Whoever waits for a frame is cancelled.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested)
                return;
            _ending.Cancel();
            _next.TrySetCanceled(_ending.Token);
        }
    }

    private static TaskCompletionSource<LiveFrame> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave()
    {
        lock (_lock)
        {
            _viewers--;
            _leftAt = Now;
        }
    }

    private async Task LookOnAsync()
    {
        var first = Now;
        var cost = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var begin = Now;
                LiveLook? look = null;
                string? problem = null;
                try
                {
                    look = await source.LookAsync(pace.Limit, _ending.Token).ConfigureAwait(false);
                }
                catch (Exception failure) when (!_ending.IsCancellationRequested)
                {
                    problem = failure.Message;
                }
                var took = Now - begin;
                // To wait for somebody who does not answer costs nobody anything.
                if (look is { AllAnswer: true })
                    cost = took;
                else if (took - pace.Limit > cost)
                    cost = took - pace.Limit;
                Publish(look, problem, first);
                if (EndIfUnwatched())
                    return;
                var due = Max(begin + pace.Interval, begin + took + (cost * pace.Rest));
                await Task.Delay(Max(due - Now, TimeSpan.Zero), time, _ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Publish(LiveLook? look, string? problem, TimeSpan first)
    {
        var now = Now;
        var frame = look is null
            ? (_current ?? new LiveFrame(0, time.GetUtcNow(), now, TimeSpan.Zero)) with { Problem = problem }
            : new LiveFrame(0, time.GetUtcNow(), now, now - first)
            {
                Majority = look.Majority,
                Members = look.Members,
                Locks = look.Locks is null ? null : new LiveBoard(look.Locks, _locks.Record(now, look.Locks), _locks),
                Variables = look.Variables is null
                    ? null
                    : new LiveBoard(look.Variables, _variables.Record(now, look.Variables), _variables),
            };
        if (look is null)
        {
            _locks.Break(now);
            _variables.Break(now);
        }
        lock (_lock)
        {
            _current = frame with { Number = ++_lastNumber };
            var seen = _next;
            if (!_ending.IsCancellationRequested)
                _next = Promise();
            seen.TrySetResult(_current);
        }
    }

    private bool EndIfUnwatched()
    {
        lock (_lock)
        {
            if (_viewers > 0 || Now - _leftAt < pace.Linger)
                return false;
            _looks = false;
            _current = null;
            _locks.Clear();
            _variables.Clear();
            return true;
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Somebody who watches.</summary>
    internal sealed class Viewer(LiveSampler sampler) : IDisposable
    {
        private long _seen;
        private bool _isDisposed;

        /// <summary>The first frame that this viewer has not seen. Frames that come while nobody asks are left out.</summary>
        /// <exception cref="OperationCanceledException">Cancelled, or the live view ends.</exception>
        public async Task<LiveFrame> NextAsync(CancellationToken cancellation)
        {
            Task<LiveFrame> next;
            lock (sampler._lock)
            {
                next = sampler._current is { } frame && frame.Number > _seen ? Task.FromResult(frame) : sampler._next.Task;
            }
            var found = await next.WaitAsync(cancellation).ConfigureAwait(false);
            _seen = found.Number;
            return found;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_isDisposed)
                sampler.Leave();
            _isDisposed = true;
        }

        /// <summary>How old a frame is.</summary>
        public TimeSpan AgeOf(LiveFrame frame) => sampler.Now - frame.Moment;
    }
}
