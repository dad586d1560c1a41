using Coterie.Actors.Configuration;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Tests.Workloads;

/// <summary>One way to write durations, in options, files and environment variables.</summary>
public sealed class DurationsTests
{
    [Theory]
    [InlineData("500us", 0.5)]
    [InlineData("250ms", 250)]
    [InlineData("10s", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("500 microseconds", 0.5)]
    [InlineData("1 microsecond", 0.001)]
    [InlineData("7 micros", 0.007)]
    [InlineData("250 milliseconds", 250)]
    [InlineData("1 millisecond", 1)]
    [InlineData("3millis", 3)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("1 second", 1000)]
    [InlineData("1.5  minutes", 90_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("0.5 hours", 1_800_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData(" 0 ", 0)]
    [InlineData("0s", 0)]
    public void Short_and_long_units_are_read(string text, double milliseconds) =>
        Assert.Equal(milliseconds, Durations.TryParse(text, Durations.Longest)?.TotalMilliseconds);

    [Theory]
    [InlineData("1 day", 86_400_000)]
    [InlineData("0.5d", 43_200_000)]
    [InlineData("24 hours", 86_400_000)]
    public void Days_are_read_if_the_limit_is_that_long(string text, double milliseconds)
    {
        Assert.Equal(milliseconds, Durations.TryParse(text, TimeSpan.FromDays(1))?.TotalMilliseconds);
        Assert.Null(Durations.TryParse(text, Durations.Longest));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 sec")]
    [InlineData("1S")]
    [InlineData("1 second 2")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("infinite")]
    [InlineData("1s..2s")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(Durations.TryParse(text, Durations.Longest));

    [Fact]
    public void Ranges_faults_and_latencies_take_the_long_units_too()
    {
        Assert.Equal(DurationRange.TryParse("1s..3s"), DurationRange.TryParse("1 second..3 seconds"));
        Assert.Equal(FaultNotation.TryParsePause("3@2s..3s"), FaultNotation.TryParsePause("3@2 seconds..3 seconds"));
        Assert.Equal(FaultNotation.TryParseCrash("3@1m"), FaultNotation.TryParseCrash("3@1 minute"));
        Assert.Equal(Latency.TryParse("exp:1ms"), Latency.TryParse("exp:1 millisecond"));
    }

    [Theory]
    [InlineData("10", "RULE; a number needs its unit, such as 10s")]
    [InlineData("1s..3", "RULE; a number needs its unit, such as 3s")]
    [InlineData("1.5..3s", "RULE; a number needs its unit, such as 1.5s")]
    [InlineData("3@2..3s", "RULE; a number needs its unit, such as 2s")]
    [InlineData("exp:4", "RULE; a number needs its unit, such as 4s")]
    [InlineData("0", "RULE")]
    [InlineData("3s..1s", "RULE")]
    [InlineData("1,2|3..5@4s..1s", "RULE")]
    [InlineData("soon", "RULE")]
    public void A_number_without_a_unit_is_named_as_the_reason(string text, string rule) =>
        Assert.Equal(rule, Durations.Explain("RULE", text));
}
