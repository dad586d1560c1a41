using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Akka.TestKit.Internal;

/// <summary>
/// What a test actor received and the test did not look at yet. A test waits for it with its thread or without: by
/// <c>blocking</c> a wait is over when the call returns, so that the blocking API needs no second thread.
/// </summary>
internal sealed class TestQueue
{
    private readonly object _gate = new();
    private readonly Queue<MessageEnvelope> _messages = new();
    private TaskCompletionSource? _arrival;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _messages.Count == 0;
        }
    }

    public void Add(MessageEnvelope envelope)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _messages.Enqueue(envelope);
            (arrival, _arrival) = (_arrival, null);
            Monitor.PulseAll(_gate);
        }
        arrival?.SetResult();
    }

    public bool TryTake([NotNullWhen(true)] out MessageEnvelope? envelope)
    {
        lock (_gate)
            return _messages.TryDequeue(out envelope);
    }

    public bool TryPeek([NotNullWhen(true)] out MessageEnvelope? envelope)
    {
        lock (_gate)
            return _messages.TryPeek(out envelope);
    }

    /// <summary>True once there is a message, false when <paramref name="timeout"/> has passed without one.</summary>
    public ValueTask<bool> Wait(TimeSpan timeout, bool blocking, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsEmpty)
            return ValueTask.FromResult(true);
        if (timeout == TimeSpan.Zero)
            return ValueTask.FromResult(false);
        return blocking ? ValueTask.FromResult(Block(timeout, cancellationToken)) : WaitAsync(timeout, cancellationToken);
    }

    private bool Block(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.Register(Wake);
        var start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_messages.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (timeout == Timeout.InfiniteTimeSpan)
                    Monitor.Wait(_gate);
                else if (timeout - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
                    Monitor.Wait(_gate, left);
                else
                    return false;
            }
            return true;
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_messages.Count > 0)
                    return true;
                arrival = (_arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
            if (left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
                return false;
            try
            {
                await arrival.WaitAsync(left, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return !IsEmpty;
            }
        }
    }
}
