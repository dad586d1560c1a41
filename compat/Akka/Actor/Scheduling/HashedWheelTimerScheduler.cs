using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler of a system in real time. Nothing fires early; it may fire later by <c>akka.scheduler.tick-duration</c>.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private static readonly long Started = Stopwatch.GetTimestamp();

    private readonly TimerWheel _wheel;

    /// <summary>Reads <c>akka.scheduler.tick-duration</c> and <c>ticks-per-wheel</c>.</summary>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : base(scheduler, log)
    {
        var tick = scheduler.GetTimeSpan("akka.scheduler.tick-duration");
        if (tick < TimeSpan.FromMilliseconds(1))
        {
            throw new ConfigurationException($"akka.scheduler.tick-duration must be at least 1ms, was [{tick}].");
        }
        var slots = scheduler.GetInt("akka.scheduler.ticks-per-wheel");
        if (slots is < 1 or > 1 << 20)
        {
            throw new ConfigurationException($"akka.scheduler.ticks-per-wheel must be from 1 to 1048576, was [{slots}].");
        }
        _wheel = new TimerWheel(tick, slots, "actor scheduler");
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(Started);

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(Started);

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    /// <summary>What is scheduled never happens.</summary>
    public void Dispose() => _wheel.Stop();

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) => Schedule(new Tell(this, receiver, message, sender), delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver,
        object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(new Tell(this, receiver, message, sender), initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(new Call(this, action), delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(new Call(this, action.Run), delay, null, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action,
        ICancelable cancelable) => Schedule(new Call(this, action), initialDelay, interval, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action,
        ICancelable cancelable) => Schedule(new Call(this, action.Run), initialDelay, interval, cancelable);

    private void Schedule(Job job, TimeSpan delay, TimeSpan? interval, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true }) return;
        job.Interval = interval;
        job.Cancelable = cancelable;
        if (delay <= TimeSpan.Zero && interval is null)
        {
            job.Fire();
            return;
        }
        if (!_wheel.Add(job, delay)) throw new SchedulerException("The scheduler must be running, was [stopped].");
        (cancelable as Cancelable)?.Attach(job);
    }

    private abstract class Job(HashedWheelTimerScheduler owner) : WheelEntry
    {
        public TimeSpan? Interval;
        public ICancelable? Cancelable;

        public sealed override void Fire()
        {
            if (Cancelable is { IsCancellationRequested: true }) return;
            try
            {
                Do();
            }
            catch (Exception failure)
            {
                owner.Log.Error(failure, "A scheduled action failed: {0}", failure.Message);
                return;
            }
            if (Interval is { } interval && Cancelable is not { IsCancellationRequested: true }) owner._wheel.Add(this, interval);
        }

        protected abstract void Do();
    }

    private sealed class Tell(HashedWheelTimerScheduler owner, ICanTell receiver, object message, IActorRef sender) : Job(owner)
    {
        protected override void Do() => receiver.Tell(message, sender);
    }

    private sealed class Call(HashedWheelTimerScheduler owner, Action action) : Job(owner)
    {
        protected override void Do() => action();
    }
}
