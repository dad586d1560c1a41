using Coterie.Lab.Workloads;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Workloads;

public sealed class DurationRangeTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("1s", 1000, 1000)]
    [InlineData("1s..3s", 1000, 3000)]
    [InlineData("250ms..1.5s", 250, 1500)]
    [InlineData("0..2m", 0, 120_000)]
    [InlineData(" 1 s .. 3 s ", 1000, 3000)]
    [InlineData("1h", 3_600_000, 3_600_000)]
    [InlineData("1 second..3 seconds", 1000, 3000)]
    [InlineData("500 microseconds..1 minute", 0.5, 60_000)]
    public void A_range_is_read(string text, double shortest, double longest)
    {
        var range = DurationRange.TryParse(text);
        Assert.Equal((shortest, longest), (range?.Shortest.TotalMilliseconds, range?.Longest.TotalMilliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3s..1s")]
    [InlineData("1")]
    [InlineData("1..3")]
    [InlineData("-1s")]
    [InlineData("1s..")]
    [InlineData("..1s")]
    [InlineData("1s..2s..3s")]
    [InlineData("1 day")]
    [InlineData("1e9s")]
    [InlineData("2h")]
    [InlineData("999999999h")]
    [InlineData("NaNs")]
    [InlineData("1,5s")]
    public void Anything_else_is_not(string text) => Assert.Null(DurationRange.TryParse(text));

    [Fact]
    public void A_range_reads_back_as_it_is_written() =>
        Prop.ForAll((ushort a, byte b, byte unit) =>
        {
            var ticks =
                (long)a * (unit % 3) switch { 0 => 10, 1 => TimeSpan.TicksPerMillisecond, _ => TimeSpan.TicksPerSecond / 20 };
            var range = new DurationRange(TimeSpan.FromTicks(ticks), TimeSpan.FromTicks(ticks + (b * 10L)));
            return DurationRange.TryParse(range.ToString()) == range;
        }).QuickCheckThrowOnFailure();
}
