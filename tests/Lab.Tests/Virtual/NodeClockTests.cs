using Coterie.Lab.Virtual;

namespace Coterie.Tests.Virtual;

/// <summary>The clock of one process, compared with the time of the run.</summary>
public sealed class NodeClockTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    public static TheoryData<int> Drifts => [0, 1, -1, 200, -200, 333_333, -333_333, 1_000_000, -999_999];

    [Theory]
    [InlineData(0, 10_000_000)]
    [InlineData(200, 10_002_000)]
    [InlineData(-200, 9_998_000)]
    public void It_runs_faster_or_slower_by_so_many_millionths(int partsPerMillion, long shown) =>
        Assert.Equal(shown, new NodeClock(partsPerMillion).Local(Second));

    [Fact]
    public void A_jump_puts_it_ahead_from_then_on()
    {
        var clock = new NodeClock(0);
        clock.Jump(3 * Second);
        clock.Jump(Second);
        Assert.Equal(5 * Second, clock.Local(Second));
        Assert.Equal(Second, clock.Global(0, 5 * Second));
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    public void What_it_waits_for_comes_at_the_first_moment_at_which_it_shows_it(int partsPerMillion)
    {
        var (clock, random) = (new NodeClock(partsPerMillion), new Random(5));
        for (var i = 0; i < 1000; i++)
        {
            if (i % 100 == 0)
                clock.Jump(random.NextInt64(Second));
            var local = clock.Local(0) + random.NextInt64(1000 * Second);
            var time = clock.Global(0, local);
            Assert.True(clock.Local(time) >= local, $"at {time} it shows {clock.Local(time)}, waited for {local}");
            Assert.True(
                time == 0 || clock.Local(time - 1) < local,
                $"at {time - 1} it shows {clock.Local(time - 1)} already, waited for {local}");
        }
    }

    [Theory]
    [MemberData(nameof(Drifts))]
    public void What_it_showed_before_comes_at_once(int partsPerMillion)
    {
        var clock = new NodeClock(partsPerMillion);
        clock.Jump(10 * Second);
        Assert.Equal(7 * Second, clock.Global(7 * Second, 5 * Second));
    }

    [Fact]
    public void A_day_with_the_largest_drift_overflows_nothing()
    {
        var day = TimeSpan.FromDays(1).Ticks;
        Assert.Equal(2 * day, new NodeClock(1_000_000).Local(day));
        Assert.Equal(day, new NodeClock(1_000_000).Global(0, 2 * day));
    }
}
