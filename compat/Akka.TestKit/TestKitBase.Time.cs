using System.Diagnostics;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private TimeSpan? _end;

    /// <summary>A clock that never goes back; its zero has no meaning.</summary>
    protected static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>What is left of the <c>Within</c> around.</summary>
    /// <exception cref="InvalidOperationException">There is no <c>Within</c> around.</exception>
    public TimeSpan Remaining => Left ?? throw new InvalidOperationException("Remaining must be asked for inside Within, was [outside].");

    /// <summary>What is left of the <c>Within</c> around, or else <c>akka.test.single-expect-default</c>, dilated.</summary>
    protected TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    private TimeSpan? Left => _end is { } end ? Max(end - Now, TimeSpan.Zero) : null;

    /// <summary>Stretches a time limit by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration == Timeout.InfiniteTimeSpan || TestKitSettings.TestTimeFactor == 1
        ? duration
        : duration * TestKitSettings.TestTimeFactor;

    /// <summary>What is left of the <c>Within</c> around, or else <paramref name="duration"/>.</summary>
    public TimeSpan RemainingOr(TimeSpan duration) => Left ?? duration;

    /// <summary>
    /// <paramref name="duration"/> dilated; if null, what is left of the <c>Within</c> around or else
    /// <c>akka.test.single-expect-default</c>, dilated.
    /// </summary>
    /// <exception cref="ArgumentException">The duration is infinite or negative.</exception>
    public TimeSpan RemainingOrDilated(TimeSpan? duration) => duration switch
    {
        null => RemainingOrDefault,
        { } finite when finite >= TimeSpan.Zero => Dilated(finite),
        { } other => throw new ArgumentException($"The duration must be finite and from 0, was [{other}].", nameof(duration)),
    };

    /// <summary>The time limit, or if null what an expectation without one gets.</summary>
    protected TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? RemainingOrDefault;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>A pause with the thread or without it; over when the call returns if <paramref name="blocking"/>.</summary>
    private static ValueTask Pause(TimeSpan duration, bool blocking, CancellationToken cancellationToken)
    {
        if (!blocking)
            return new ValueTask(Task.Delay(duration, cancellationToken));
        if (cancellationToken.WaitHandle.WaitOne(duration))
            cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    /// <summary>The result of a wait that blocked and therefore is over.</summary>
    private static T Over<T>(ValueTask<T> wait) => wait.GetAwaiter().GetResult();

    private static void Over(ValueTask wait) => wait.GetAwaiter().GetResult();
}
