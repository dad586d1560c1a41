namespace Akka.TestKit;

/// <summary>Holds threads until all of them have arrived.</summary>
public class TestBarrier
{
    /// <summary>How long <see cref="Await()"/> waits if nothing else was said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly TestKitBase _testKit;
    private readonly TimeSpan _defaultTimeout;
    private readonly Barrier _barrier;

    /// <summary>Creates a barrier for <paramref name="count"/> threads.</summary>
    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    /// <summary>Waits for the others; the barrier is ready for the next round when all have arrived.</summary>
    /// <exception cref="TimeoutException">The others did not arrive in time.</exception>
    public void Await() => Await(_defaultTimeout);

    /// <summary>Waits for the others; the barrier is ready for the next round when all have arrived.</summary>
    /// <exception cref="TimeoutException">The others did not arrive in time.</exception>
    public void Await(TimeSpan timeout)
    {
        var limit = _testKit.Dilated(timeout);
        if (!_barrier.SignalAndWait(limit))
            throw new TimeoutException(
                $"All {_barrier.ParticipantCount} threads must arrive within {limit}, was [{_barrier.ParticipantsRemaining} missing].");
    }
}
