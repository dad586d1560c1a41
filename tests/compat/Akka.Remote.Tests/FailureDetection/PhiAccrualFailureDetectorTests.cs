using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote.Tests.FailureDetection;

public sealed class PhiAccrualFailureDetectorTests
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

    // Hayashibara et al. 2004, section 4.1: phi 1 means an error in 10 decisions, phi 2 in 100. The values are those of the normal distribution.
    [Theory]
    [InlineData(0, 0.3010)]
    [InlineData(1, 0.7995)]
    [InlineData(2, 1.6430)]
    [InlineData(3, 2.8697)]
    public void Phi_is_the_logarithm_of_the_chance_that_the_heartbeat_is_merely_late(int deviations, double expected)
    {
        var detector = Detector(pause: 0);
        _time.Beat(detector, Regular(1000));

        _time.Now += 1000 + (deviations * 100);

        Assert.Equal(expected, detector.CurrentPhi, 0.04);
    }

    [Fact]
    public void Phi_grows_as_the_silence_does_and_never_overflows()
    {
        var detector = Detector();
        _time.Beat(detector, Regular(1000));

        var before = detector.CurrentPhi;
        for (var silence = 1000L; silence < 1L << 40; silence *= 2)
        {
            _time.Now += silence;
            Assert.True(detector.CurrentPhi >= before, $"{detector.CurrentPhi} after {before}");
            before = detector.CurrentPhi;
        }
        Assert.True(double.IsFinite(before));
    }

    [Fact]
    public void A_silence_within_the_acceptable_pause_is_tolerated_and_a_longer_one_is_not()
    {
        var detector = Detector(pause: 10_000);
        _time.Beat(detector, Regular(1000));

        _time.Now += 11_000;
        Assert.True(detector.IsAvailable);
        _time.Now += 1000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void A_resource_that_was_given_up_is_available_again_at_its_next_heartbeat()
    {
        var detector = Detector(pause: 0);
        _time.Beat(detector, Regular(1000));
        _time.Now += 10_000;
        Assert.False(detector.IsAvailable);

        detector.HeartBeat();

        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void An_interval_for_which_the_resource_was_given_up_is_no_sample()
    {
        var detector = Detector(pause: 0);
        _time.Beat(detector, Regular(1000));
        _time.Beat(detector, 60_000);

        _time.Now += 2500;

        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Irregular_heartbeats_are_given_more_time_than_regular_ones()
    {
        var regular = Detector(pause: 0);
        _time.Beat(regular, Regular(1000));
        _time.Now += 2000;
        Assert.False(regular.IsAvailable);

        var irregular = Detector(pause: 0);
        _time.Beat(irregular, Irregular(200));
        _time.Now += 2000;
        Assert.True(irregular.IsAvailable);
    }

    [Fact]
    public void Only_the_last_intervals_count()
    {
        var detector = Detector(pause: 0, samples: 10);
        _time.Beat(detector, [.. Irregular(200), .. Regular(1000)[..10]]);

        _time.Now += 2000;

        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void The_first_heartbeat_is_followed_by_the_expected_interval()
    {
        var detector = Detector(pause: 0);
        detector.HeartBeat();

        _time.Now += 1500;
        Assert.True(detector.IsAvailable);
        _time.Now += 1500;
        Assert.False(detector.IsAvailable);
    }

    [Theory]
    [InlineData(0.0, 1, 1, 0, 1, "threshold must be above 0, was [0].")]
    [InlineData(1.0, 0, 1, 0, 1, "maxSampleSize must be above 0, was [0].")]
    [InlineData(1.0, 1, 0, 0, 1, "minStdDeviation must be above 0, was [00:00:00].")]
    [InlineData(1.0, 1, 1, -1, 1, "acceptableHeartbeatPause must be 0 or more, was [-00:00:01].")]
    [InlineData(1.0, 1, 1, 0, 0, "firstHeartbeatEstimate must be above 0, was [00:00:00].")]
    public void A_value_out_of_its_range_is_named(double threshold, int samples, int deviation, int pause, int first, string text)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new PhiAccrualFailureDetector(
            threshold, samples, TimeSpan.FromSeconds(deviation), TimeSpan.FromSeconds(pause), TimeSpan.FromSeconds(first)));

        Assert.StartsWith(text, refused.Message);
    }

    [Theory]
    [InlineData("threshold", "0", "a.threshold must be above 0, was [0].")]
    [InlineData("max-sample-size", "-1", "a.max-sample-size must be above 0, was [-1].")]
    [InlineData("min-std-deviation", "0s", "a.min-std-deviation must be above 0, was [0s].")]
    [InlineData("acceptable-heartbeat-pause", "soon", "a.acceptable-heartbeat-pause must be ")]
    [InlineData("heartbeat-interval", "null", "heartbeat-interval must be above 0, was [absent].")]
    public void A_setting_out_of_its_range_is_named_by_its_key(string key, string value, string text)
    {
        var section = ConfigurationFactory.ParseString(
            $$"""
            a { threshold = 10.0, max-sample-size = 200, min-std-deviation = 100ms, acceptable-heartbeat-pause = 10s, heartbeat-interval = 1s }
            a.{{key}} = {{value}}
            """).GetConfig("a");

        var refused = Assert.Throws<ConfigurationException>(() => new PhiAccrualFailureDetector(section, new EventStream(false)));

        Assert.StartsWith(text, refused.Message);
    }

    private static long[] Regular(long interval) => [.. Enumerable.Repeat(interval, 300)];

    private static long[] Irregular(int count) => [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? 600L : 1400L)];

    private PhiAccrualFailureDetector Detector(int pause = 3000, int samples = 200) => new(
        10, samples, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(pause), TimeSpan.FromSeconds(1), _time.Clock);
}
