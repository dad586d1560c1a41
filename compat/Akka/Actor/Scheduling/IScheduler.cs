using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Tells the time.</summary>
public interface ITimeProvider
{
    /// <summary>The date and time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A time that never goes back.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>A time that never goes back, of the best resolution there is.</summary>
    TimeSpan HighResMonotonicClock { get; }
}

/// <summary>A time provider whose time is the machine's.</summary>
public interface IDateTimeOffsetNowTimeProvider : ITimeProvider;

/// <summary>Sends messages later.</summary>
public interface ITellScheduler
{
    /// <summary>Sends once, after the delay.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender);

    /// <summary>Sends once, after the delay, unless cancelled.</summary>
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable);

    /// <summary>Sends again and again.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender);

    /// <summary>Sends again and again until cancelled.</summary>
    void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable);
}

/// <summary>Runs work later.</summary>
public interface IRunnableScheduler
{
    /// <summary>Runs once, after the delay, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable);

    /// <summary>Runs once, after the delay.</summary>
    void ScheduleOnce(TimeSpan delay, IRunnable action);

    /// <summary>Runs again and again until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable);

    /// <summary>Runs again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action);
}

/// <summary>Runs delegates later.</summary>
public interface IActionScheduler : IRunnableScheduler
{
    /// <summary>Runs once, after the delay, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable);

    /// <summary>Runs once, after the delay.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs again and again until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable);

    /// <summary>Runs again and again.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);
}

/// <summary>The part of a scheduler that runs code rather than sending messages: on the scheduler's own thread.</summary>
public interface IAdvancedScheduler : IActionScheduler;

/// <summary>A system's clock: tells the time, and does things later.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>Runs code rather than sending messages.</summary>
    IAdvancedScheduler Advanced { get; }
}

/// <summary>Cancels something that is scheduled.</summary>
public interface ICancelable
{
    /// <summary>Whether it has been cancelled.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>A token for the same.</summary>
    CancellationToken Token { get; }

    /// <summary>Cancels.</summary>
    void Cancel();

    /// <summary>Cancels after a delay.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Cancels after a delay.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Cancels; the exceptions of callbacks are thrown at once or collected.</summary>
    void Cancel(bool throwOnFirstException);
}
