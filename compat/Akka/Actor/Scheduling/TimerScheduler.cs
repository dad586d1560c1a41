namespace Akka.Actor;

/// <summary>What a timer sends: the message comes out of it when the timer still runs.</summary>
internal sealed class TimerTick(TimerScheduler owner, object key, object message, bool repeats)
    : IAutoReceivedMessage, INoSerializationVerificationNeeded
{
    public TimerScheduler Owner { get; } = owner;

    public object Key { get; } = key;

    public object Message { get; } = message;

    public bool Repeats { get; } = repeats;

    public ICancelable? Task { get; set; }
}

internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerTick> _running = [];

    public IReadOnlyCollection<object> ActiveTimers => _running.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender)
    {
        var tick = Replace(key, msg, repeats: true);
        tick.Task = cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.Self, tick, sender);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, cell.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender)
    {
        var tick = Replace(key, msg, repeats: false);
        tick.Task = cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell.Self, tick, sender);
    }

    public bool IsTimerActive(object key) => _running.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_running.Remove(key, out var tick)) tick.Task?.Cancel();
    }

    public void CancelAll()
    {
        foreach (var tick in _running.Values) tick.Task?.Cancel();
        _running.Clear();
    }

    /// <summary>The message of a tick, or null where its timer has been replaced, has ended, or was a former instance's.</summary>
    public object? Accept(TimerTick tick, ActorBase actor)
    {
        if ((actor as IWithTimers)?.Timers != this || !_running.TryGetValue(tick.Key, out var running) || running != tick) return null;
        if (!tick.Repeats) _running.Remove(tick.Key);
        return tick.Message;
    }

    private TimerTick Replace(object key, object message, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        return _running[key] = new TimerTick(this, key, message, repeats);
    }
}
