using Coterie.Lab.Tracing.Pictures;

namespace Coterie.Pictures.Tests;

/// <summary>The marks of a time axis.</summary>
public sealed class TimeAxisTests
{
    [Theory]
    [InlineData(0, 10_000, 11, "0 s, 1 s, 2 s, 3 s, 4 s, 5 s, 6 s, 7 s, 8 s, 9 s, 10 s")]
    [InlineData(1_068, 3_900, 11, "1.5 s, 2.0 s, 2.5 s, 3.0 s, 3.5 s")]
    [InlineData(990, 1_100, 6, "1000 ms, 1020 ms, 1040 ms, 1060 ms, 1080 ms, 1100 ms")]
    [InlineData(5, 5.02, 2, "5.00 ms, 5.01 ms, 5.02 ms")]
    [InlineData(7, 7.0023, 5, "7.0000 ms, 7.0005 ms, 7.0010 ms, 7.0015 ms, 7.0020 ms")]
    public void Marks_are_at_round_times_with_their_unit(double from, double to, int most, string marks)
    {
        var ticks = TimeAxis.Ticks(Milliseconds(from), Milliseconds(to), most);
        Assert.Equal(marks, string.Join(", ", ticks.Select(tick => tick.Label)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0123, "12.3 µs")]
    [InlineData(310, "310 ms")]
    [InlineData(1_250, "1.25 s")]
    public void Length_of_time_has_the_unit_that_suits_it(double milliseconds, string text) =>
        Assert.Equal(text, TimeAxis.Length(Milliseconds(milliseconds)));

    private static TimeSpan Milliseconds(double value) =>
        TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));
}
