namespace Akka.Actor;

// The receive timeout: a scheduled message, scheduled anew after each message that counts as activity.
internal sealed partial class ActorCell
{
    private TimeSpan? _receiveTimeout;
    private ICancelable? _receiveTimeoutTask;

    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } given && given <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), $"Receive timeout must be greater than zero, was [{given}].");
        }
        _receiveTimeout = timeout;
        RestartReceiveTimeout();
    }

    private void RestartReceiveTimeout()
    {
        _receiveTimeoutTask?.Cancel();
        _receiveTimeoutTask = _receiveTimeout is { } delay && delay != Timeout.InfiniteTimeSpan
            ? SystemImpl.Scheduler.ScheduleTellOnceCancelable(delay, _self, Akka.Actor.ReceiveTimeout.Instance, _self)
            : null;
    }

    private void CancelReceiveTimeout()
    {
        _receiveTimeout = null;
        RestartReceiveTimeout();
    }
}
