using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote.Tests.FailureDetection;

public sealed class DeadlineFailureDetectorTests
{
    private readonly VirtualClock _time = new();

    [Fact]
    public void A_resource_is_available_and_not_monitored_before_its_first_heartbeat()
    {
        var detector = Detector();

        _time.Now += 1_000_000;

        Assert.True(detector.IsAvailable);
        Assert.False(detector.IsMonitoring);
    }

    [Fact]
    public void A_silence_of_interval_and_pause_is_tolerated_and_a_longer_one_is_not()
    {
        var detector = Detector();
        detector.HeartBeat();
        Assert.True(detector.IsMonitoring);

        _time.Now += 5000;
        Assert.True(detector.IsAvailable);
        _time.Now += 1;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void The_deadline_comes_from_the_section()
    {
        var section = ConfigurationFactory.ParseString("heartbeat-interval = 4s, acceptable-heartbeat-pause = 120s");
        var detector = new DeadlineFailureDetector(section, new EventStream(false));

        detector.HeartBeat();

        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void A_deadline_must_be_above_0()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new DeadlineFailureDetector(TimeSpan.Zero));

        Assert.StartsWith("acceptableHeartbeatPause with heartbeatInterval must be above 0, was [00:00:00].", refused.Message);
    }

    private DeadlineFailureDetector Detector() => new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1), _time.Clock);
}
