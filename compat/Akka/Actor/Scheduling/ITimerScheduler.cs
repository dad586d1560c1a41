namespace Akka.Actor;

/// <summary>An actor with timers, which the system puts in before the first message.</summary>
public interface IWithTimers
{
    /// <summary>The timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// The timers of one actor instance: messages to itself, each under a key. Starting a key again replaces its timer, and no
/// message of the old one comes any more, even if it is in the mailbox already. They end with the instance.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the running timers.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends the message after each interval.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends the message after each interval, from <paramref name="sender"/>.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    /// <summary>Sends the message after the delay and then after each interval.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Sends the message after the delay and then after each interval, from <paramref name="sender"/>.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    /// <summary>Sends the message once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Sends the message once, from <paramref name="sender"/>.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    /// <summary>Whether a timer runs under that key.</summary>
    bool IsTimerActive(object key);

    /// <summary>Ends a timer.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}
