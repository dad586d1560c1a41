using Coterie.Actors.Locks;

namespace Coterie.Tests.Locks;

/// <summary>Rule 4: a clock by which a machine that slept has lost its votes.</summary>
public sealed class LeaseClockTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private readonly TwoClocks _time = new();
    private readonly LeaseClock _clock;

    public LeaseClockTests() => _clock = new LeaseClock(_time, Lease, margin: 0.1);

    [Fact]
    public void It_is_the_monotonic_clock_while_the_wall_clock_goes_along_or_is_set_back()
    {
        _time.Pass(monotonic: 5, wall: 5.1);
        Assert.Equal(TimeSpan.FromSeconds(5), _clock.Read());
        _time.Pass(monotonic: 5, wall: -3600);
        Assert.Equal(TimeSpan.FromSeconds(10), _clock.Read());
        Assert.Equal(0, _clock.Sleeps);
    }

    [Fact]
    public void It_jumps_ahead_by_a_lease_when_the_wall_clock_ran_ahead()
    {
        _time.Pass(monotonic: 1, wall: 7);
        Assert.Equal(TimeSpan.FromSeconds(11), _clock.Read());
        _time.Pass(monotonic: 1, wall: 1);
        Assert.Equal(TimeSpan.FromSeconds(12), _clock.Read());
        Assert.Equal(1, _clock.Sleeps);
    }

    [Fact]
    public void It_jumps_after_the_wall_clock_was_set_back()
    {
        _time.Pass(monotonic: 1, wall: -3600);
        _clock.Read();
        _time.Pass(monotonic: 0, wall: 20);
        Assert.Equal(TimeSpan.FromSeconds(11), _clock.Read());
    }

    [Fact]
    public void Many_short_sleeps_count_together_however_often_it_is_read()
    {
        for (var i = 0; i < 10; i++)
        {
            _time.Pass(monotonic: 0.05, wall: 0.25);
            _clock.Read();
        }
        Assert.True(_clock.Sleeps > 0);
    }

    [Fact]
    public void A_thread_that_is_held_up_between_the_two_clocks_has_not_slept()
    {
        _time.Pass(monotonic: 1, wall: 1);
        _time.BetweenClocks = () => _time.Pass(monotonic: 2, wall: 2);
        Assert.Equal(TimeSpan.FromSeconds(3), _clock.Read());
        Assert.Equal(0, _clock.Sleeps);
        _time.BetweenClocks = () => _time.Pass(monotonic: 0, wall: 2);
        _clock.Read();
        Assert.Equal(1, _clock.Sleeps);
    }

    private sealed class TwoClocks : TimeProvider
    {
        /// <summary>Happens once, before the wall clock is read next.</summary>
        public Action? BetweenClocks { get; set; }

        private long _monotonic;
        private DateTimeOffset _wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(double monotonic, double wall)
        {
            _monotonic += TimeSpan.FromSeconds(monotonic).Ticks;
            _wall += TimeSpan.FromSeconds(wall);
        }

        public override long GetTimestamp() => _monotonic;

        public override DateTimeOffset GetUtcNow()
        {
            var happens = BetweenClocks;
            BetweenClocks = null;
            happens?.Invoke();
            return _wall;
        }
    }
}
