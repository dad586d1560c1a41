using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// The phi accrual failure detector (Hayashibara, Défago, Yared, Katayama: "The φ Accrual Failure Detector", SRDS 2004, section 4). From the
/// intervals of past heartbeats it estimates how unlikely the present silence is: with phi 1 the chance that the next heartbeat is
/// merely late is one in 10, with phi 10 one in 10^10. Beyond the threshold the resource is given up.
/// </summary>
/// <remarks>
/// As in the paper, the intervals are taken to be normally distributed. Beyond it, an acceptable pause is added to their mean, for what has
/// nothing to do with the network, such as garbage collection; their deviation is never taken to be below a minimum; and an
/// interval that was long enough for the resource to be given up is no sample.
/// </remarks>
public class PhiAccrualFailureDetector : FailureDetector
{
    private readonly Lock _lock = new();
    private readonly Clock _clock;
    private readonly double _threshold;
    private readonly double _minStdDeviation;
    private readonly double _acceptablePause;
    private readonly double _firstEstimate;
    private readonly HeartbeatIntervals _intervals;
    private long? _last;

    /// <summary>With the values of a configuration.</summary>
    /// <param name="threshold">The phi from which on the resource is given up. Lower decides sooner and errs more often. Above 0.</param>
    /// <param name="maxSampleSize">How many intervals are remembered. Above 0.</param>
    /// <param name="minStdDeviation">The least deviation that is assumed. Above 0.</param>
    /// <param name="acceptableHeartbeatPause">The silence that is tolerated before phi begins to grow.</param>
    /// <param name="firstHeartbeatEstimate">The interval that is assumed before the second heartbeat. Above 0.</param>
    /// <param name="clock">The time; the default clock if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public PhiAccrualFailureDetector(
        double threshold, int maxSampleSize, TimeSpan minStdDeviation, TimeSpan acceptableHeartbeatPause, TimeSpan firstHeartbeatEstimate, Clock? clock = null)
    {
        Check(threshold > 0, nameof(threshold), "above 0", threshold);
        Check(maxSampleSize > 0, nameof(maxSampleSize), "above 0", maxSampleSize);
        Check(minStdDeviation > TimeSpan.Zero, nameof(minStdDeviation), "above 0", minStdDeviation);
        Check(acceptableHeartbeatPause >= TimeSpan.Zero, nameof(acceptableHeartbeatPause), "0 or more", acceptableHeartbeatPause);
        Check(firstHeartbeatEstimate > TimeSpan.Zero, nameof(firstHeartbeatEstimate), "above 0", firstHeartbeatEstimate);
        _threshold = threshold;
        _minStdDeviation = minStdDeviation.TotalMilliseconds;
        _acceptablePause = acceptableHeartbeatPause.TotalMilliseconds;
        _firstEstimate = firstHeartbeatEstimate.TotalMilliseconds;
        _intervals = new HeartbeatIntervals(maxSampleSize);
        _clock = clock ?? DefaultClock;
    }

    /// <summary>
    /// With <c>threshold</c>, <c>max-sample-size</c>, <c>min-std-deviation</c>, <c>acceptable-heartbeat-pause</c> and, as the first estimate,
    /// <c>heartbeat-interval</c>.
    /// </summary>
    /// <exception cref="ConfigurationException">One of them is of the wrong kind or out of its range.</exception>
    public PhiAccrualFailureDetector(Config config, EventStream ev) : this(
        config.PositiveNumber("threshold"),
        config.PositiveCount("max-sample-size"),
        config.PositiveTime("min-std-deviation"),
        config.Time("acceptable-heartbeat-pause"),
        config.PositiveTime("heartbeat-interval")) => _ = ev;

    /// <summary>What is being watched, for whoever shows it.</summary>
    public string Address { get; set; } = "N/A";

    /// <inheritdoc/>
    public override bool IsAvailable
    {
        get
        {
            lock (_lock) return Phi(_clock()) < _threshold;
        }
    }

    /// <inheritdoc/>
    public override bool IsMonitoring
    {
        get
        {
            lock (_lock) return _last is not null;
        }
    }

    internal double CurrentPhi
    {
        get
        {
            lock (_lock) return Phi(_clock());
        }
    }

    /// <inheritdoc/>
    public override void HeartBeat()
    {
        lock (_lock)
        {
            var now = _clock();
            if (_last is not { } last)
            {
                // Two samples whose mean is the estimate, with a deviation that leaves room for what the network really does.
                _intervals.Add(_firstEstimate * 0.75);
                _intervals.Add(_firstEstimate * 1.25);
            }
            else if (Phi(now) < _threshold)
            {
                _intervals.Add(now - last);
            }
            _last = now;
        }
    }

    /// <summary>
    /// phi = -log10(1 - F(silence)), F the normal distribution's cumulative function, here in its logistic approximation (Bowling, Khasawneh,
    /// Kaewkuekool, Cho 2009): 1 - F(y) = 1 / (1 + e^z) with z = 1.5976 y + 0.070566 y^3, wrong by at most 0.00014.
    /// </summary>
    private double Phi(long now)
    {
        if (_last is not { } last) return 0;
        var y = (now - last - _intervals.Mean - _acceptablePause) / Math.Max(_intervals.StdDeviation, _minStdDeviation);
        var z = (1.5976 * y) + (0.070566 * y * y * y);
        const double Overflows = 700;
        return z > Overflows ? z / Math.Log(10) : Math.Log10(1 + Math.Exp(z));
    }

    private static void Check(bool fits, string name, string rule, object value)
    {
        if (!fits) throw new ArgumentOutOfRangeException(name, $"{name} must be {rule}, was [{value}].");
    }
}
