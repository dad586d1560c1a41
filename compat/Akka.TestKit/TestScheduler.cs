using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time stands still until the test moves it: <see cref="Advance"/> runs what has become due, in the
/// order in which it became due, on the test's thread. Select it by
/// <c>akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"</c>.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly object _gate = new();
    private readonly PriorityQueue<Work, (DateTimeOffset Due, long Order)> _work = new();
    private readonly ILoggingAdapter _log;
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private DateTimeOffset _now;
    private long _order;

    /// <summary>Creates a scheduler that stands at the present time.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
        _log = log;
        _now = _start;
    }

    private sealed record Work(Action Action, ICancelable? Cancelable, TimeSpan? Interval);

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>The virtual time.</summary>
    protected DateTimeOffset TimeNow => Now;

    /// <summary>The virtual time since the scheduler was created.</summary>
    public TimeSpan MonotonicClock => Now - _start;

    /// <summary>The virtual time since the scheduler was created.</summary>
    public TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <summary>Moves the time and runs everything that becomes due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time would go back.</exception>
    public void Advance(TimeSpan offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        RunUntil(Now + offset);
    }

    /// <summary>Moves the time to <paramref name="when"/> and runs everything that becomes due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time would go back.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(when, Now);
        RunUntil(when);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        Add(delay, null, () => receiver.Tell(message, sender), null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message,
        IActorRef sender) => Add(initialDelay, interval, () => receiver.Tell(message, sender), null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message,
        IActorRef sender, ICancelable? cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => Add(delay, null, action, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(delay, null, action, cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action) => Add(delay, null, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(delay, null, action.Run, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        Add(initialDelay, interval, action, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) =>
        Add(initialDelay, interval, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (interval is { } period)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero, nameof(interval));
        lock (_gate)
            _work.Enqueue(new Work(action, cancelable, interval), (_now + delay, _order++));
    }

    private void RunUntil(DateTimeOffset end)
    {
        while (NextDue(end) is { } work)
            Run(work);
    }

    private Work? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            while (_work.TryPeek(out var work, out var priority) && priority.Due <= end)
            {
                _work.Dequeue();
                if (work.Cancelable?.IsCancellationRequested == true)
                    continue;
                if (priority.Due > _now)
                    _now = priority.Due;
                if (work.Interval is { } interval)
                    _work.Enqueue(work, (priority.Due + interval, _order++));
                return work;
            }
            if (end > _now)
                _now = end;
            return null;
        }
    }

    private void Run(Work work)
    {
        // Scheduled work has no sender of its own, least of all the test's.
        var cell = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = null;
        try
        {
            work.Action();
        }
        catch (Exception cause)
        {
            _log.Error(cause, "Scheduled work failed");
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = cell;
        }
    }
}
