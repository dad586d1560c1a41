namespace Akka.TestKit;

/// <summary>Opens once it has been counted down to zero; a test waits for it with <see cref="Ready()"/>.</summary>
public class TestLatch
{
    /// <summary>How long <see cref="Ready()"/> waits if nothing else was said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly CountdownEvent _latch;
    private readonly Func<TimeSpan, TimeSpan>? _dilate;
    private readonly TimeSpan _defaultTimeout;

    /// <summary>Creates a latch for one count-down.</summary>
    public TestLatch() : this(1) { }

    /// <summary>Creates a latch for <paramref name="count"/> count-downs.</summary>
    public TestLatch(int count) : this(count, DefaultTimeout) { }

    /// <summary>Creates a latch for <paramref name="count"/> count-downs.</summary>
    public TestLatch(int count, TimeSpan defaultTimeout) : this(null, defaultTimeout, count) { }

    /// <summary>Creates a latch whose waits are stretched by <paramref name="dilate"/>.</summary>
    public TestLatch(Func<TimeSpan, TimeSpan>? dilate, TimeSpan defaultTimeout, int count)
    {
        _latch = new CountdownEvent(count);
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
    }

    /// <summary>Whether the latch is open.</summary>
    public bool IsOpen => _latch.IsSet;

    /// <summary>Counts down; what comes after the last count changes nothing.</summary>
    public void CountDown()
    {
        lock (_latch)
        {
            if (!_latch.IsSet)
                _latch.Signal();
        }
    }

    /// <summary>Opens the latch at once.</summary>
    public void Open()
    {
        lock (_latch)
        {
            if (!_latch.IsSet)
                _latch.Signal(_latch.CurrentCount);
        }
    }

    /// <summary>Closes the latch again, with its first count.</summary>
    public void Reset()
    {
        lock (_latch)
            _latch.Reset();
    }

    /// <summary>Waits until the latch is open.</summary>
    /// <exception cref="TimeoutException">It is not open in time.</exception>
    public void Ready() => Ready(_defaultTimeout);

    /// <summary>Waits until the latch is open.</summary>
    /// <exception cref="TimeoutException">It is not open in time.</exception>
    public void Ready(TimeSpan timeout)
    {
        var limit = _dilate?.Invoke(timeout) ?? timeout;
        if (!_latch.Wait(limit))
            throw new TimeoutException($"The latch must be open within {limit}, was [{_latch.CurrentCount} to go].");
    }
}
