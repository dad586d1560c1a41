using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Gives a resource up once its last heartbeat is longer ago than one interval and the acceptable pause.</summary>
public class DeadlineFailureDetector : FailureDetector
{
    private const long None = long.MinValue;

    private readonly Clock _clock;
    private readonly long _deadlineMilliseconds;
    private long _lastHeartBeat = None;

    /// <summary>With a deadline that is the acceptable pause alone.</summary>
    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, Clock? clock = null)
        : this(acceptableHeartbeatPause, TimeSpan.Zero, clock) { }

    /// <summary>With a deadline of one interval and the acceptable pause.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is not above 0.</exception>
    public DeadlineFailureDetector(TimeSpan acceptableHeartbeatPause, TimeSpan heartbeatInterval, Clock? clock = null)
    {
        var deadline = acceptableHeartbeatPause + heartbeatInterval;
        if (deadline <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(acceptableHeartbeatPause), $"acceptableHeartbeatPause with heartbeatInterval must be above 0, was [{deadline}].");
        }
        _deadlineMilliseconds = (long)deadline.TotalMilliseconds;
        _clock = clock ?? DefaultClock;
    }

    /// <summary>With <c>acceptable-heartbeat-pause</c> and <c>heartbeat-interval</c>.</summary>
    /// <exception cref="ConfigurationException">One of them is not a duration, or not above 0.</exception>
    public DeadlineFailureDetector(Config config, EventStream ev)
        : this(config.Time("acceptable-heartbeat-pause"), config.PositiveTime("heartbeat-interval")) => _ = ev;

    /// <inheritdoc/>
    public override bool IsAvailable => Volatile.Read(ref _lastHeartBeat) is var last && (last == None || _clock() - last <= _deadlineMilliseconds);

    /// <inheritdoc/>
    public override bool IsMonitoring => Volatile.Read(ref _lastHeartBeat) != None;

    /// <inheritdoc/>
    public override void HeartBeat() => Volatile.Write(ref _lastHeartBeat, _clock());
}
