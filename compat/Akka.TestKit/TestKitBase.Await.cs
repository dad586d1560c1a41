using Akka.Event;

namespace Akka.TestKit;

// Asks again and again until something holds. The test's context is kept across the awaits: a later attempt has the
// test actor as its sender, like the first.
public abstract partial class TestKitBase
{
    private static readonly TimeSpan AssertInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ConditionInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs an assertion until it passes; at the time limit its last failure is the test's.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Over(Assert(Step(assertion), duration, interval, true, cancellationToken));

    /// <summary>Runs an assertion until it passes; at the time limit its last failure is the test's.</summary>
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Assert(Step(assertion), duration, interval, false, cancellationToken).AsTask();

    /// <summary>Runs an assertion until it passes; at the time limit its last failure is the test's.</summary>
    public Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Assert(() => new ValueTask(assertion()), duration, interval, false, cancellationToken).AsTask();

    /// <summary>Waits until a condition holds.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until a condition holds, at most <paramref name="max"/>, dilated.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until a condition holds; <paramref name="message"/> is part of the failure.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message,
        CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until a condition holds, and asks every <paramref name="interval"/>.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null,
        CancellationToken cancellationToken = default) =>
        Over(Hold(Step(conditionIsFulfilled), max, interval, message, true, cancellationToken));

    /// <summary>Waits until a condition holds.</summary>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until a condition holds; <paramref name="message"/> is part of the failure.</summary>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until a condition holds, and asks every <paramref name="interval"/>.</summary>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval,
        string? message = null, CancellationToken cancellationToken = default) =>
        Hold(Step(conditionIsFulfilled), max, interval, message, false, cancellationToken).AsTask();

    /// <summary>Waits until a condition holds.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until a condition holds, at most <paramref name="max"/>, dilated.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until a condition holds; <paramref name="message"/> is part of the failure.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string? message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until a condition holds, and asks every <paramref name="interval"/>.</summary>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval,
        string? message = null, CancellationToken cancellationToken = default) =>
        Hold(() => new ValueTask<bool>(conditionIsFulfilled()), max, interval, message, false, cancellationToken).AsTask();

    /// <summary>Waits until a condition holds, at most <paramref name="max"/>; false if it does not.</summary>
    public bool AwaitConditionNoThrow(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Over(Poll(Step(conditionIsFulfilled), max, interval, true, cancellationToken));

    /// <summary>Waits until a condition holds, at most <paramref name="max"/>; false if it does not.</summary>
    public Task<bool> AwaitConditionNoThrowAsync(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Poll(Step(conditionIsFulfilled), max, interval, false, cancellationToken).AsTask();

    /// <summary>Waits until a condition holds, at most <paramref name="max"/>; false if it does not.</summary>
    public Task<bool> AwaitConditionNoThrowAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan max,
        TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Poll(() => new ValueTask<bool>(conditionIsFulfilled()), max, interval, false, cancellationToken).AsTask();

    private static Func<ValueTask> Step(Action action) => () =>
    {
        action();
        return ValueTask.CompletedTask;
    };

    private static Func<ValueTask<bool>> Step(Func<bool> condition) => () => ValueTask.FromResult(condition());

    private async ValueTask Assert(Func<ValueTask> assertion, TimeSpan? duration, TimeSpan? interval, bool blocking,
        CancellationToken cancellationToken)
    {
        var end = Now + RemainingOrDilated(duration);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = end - Now;
            try
            {
                await assertion();
                return;
            }
            catch (Exception cause) when (left > TimeSpan.Zero)
            {
                Log.Debug("The assertion will be tried again for {0}: {1}", left, cause.Message);
            }
            await Pause(Min(Max(end - Now, TimeSpan.Zero), interval ?? AssertInterval), blocking, cancellationToken);
        }
    }

    private async ValueTask Hold(Func<ValueTask<bool>> condition, TimeSpan? max, TimeSpan? interval, string? message,
        bool blocking, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        if (!await Poll(condition, limit, interval, blocking, cancellationToken).ConfigureAwait(false))
            throw Failure("Timeout {0} expired while waiting for condition{1}", limit, message is null ? "" : ": " + message);
    }

    private static async ValueTask<bool> Poll(Func<ValueTask<bool>> condition, TimeSpan max, TimeSpan? interval, bool blocking,
        CancellationToken cancellationToken)
    {
        var end = Now + max;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = end - Now;
            if (await condition())
                return true;
            if (left <= TimeSpan.Zero)
                return false;
            await Pause(Min(Max(end - Now, TimeSpan.Zero), interval ?? ConditionInterval), blocking, cancellationToken);
        }
    }
}
