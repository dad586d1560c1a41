namespace Hocon.Tests;

public sealed class UnitTests
{
    private const double Microsecond = 0.001;

    [Theory]
    [InlineData("1000 ns", Microsecond)]
    [InlineData("1000 nanos", Microsecond)]
    [InlineData("1000 nanosecond", Microsecond)]
    [InlineData("1000 nanoseconds", Microsecond)]
    [InlineData("1us", Microsecond)]
    [InlineData("1 micros", Microsecond)]
    [InlineData("1 microsecond", Microsecond)]
    [InlineData("1 microseconds", Microsecond)]
    [InlineData("5", 5)]
    [InlineData("5ms", 5)]
    [InlineData("5 millis", 5)]
    [InlineData("1 millisecond", 1)]
    [InlineData("5 milliseconds", 5)]
    [InlineData("5s", 5_000)]
    [InlineData("1 second", 1_000)]
    [InlineData("0.5 seconds", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("2 days", 172_800_000)]
    [InlineData("\"10 s\"", 10_000)]
    public void Length_of_time_has_a_unit_or_counts_milliseconds(string written, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), HoconParser.Parse($"a = {written}").GetTimeSpan("a"));

    [Fact]
    public void Length_of_time_may_be_infinite() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, HoconParser.Parse("a = infinite").GetTimeSpan("a"));

    [Theory]
    [InlineData("5 parsecs")]
    [InlineData("soon")]
    [InlineData("s")]
    public void Other_text_is_no_length_of_time(string written) =>
        Assert.ThrowsAny<HoconException>(() => HoconParser.Parse($"a = {written}").GetTimeSpan("a"));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("512 bytes", 512)]
    [InlineData("2kB", 2_000)]
    [InlineData("2 kilobytes", 2_000)]
    [InlineData("2MB", 2_000_000)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("2TB", 2_000_000_000_000)]
    [InlineData("2KiB", 2_048)]
    [InlineData("2K", 2_048)]
    [InlineData("2k", 2_048)]
    [InlineData("2 kibibytes", 2_048)]
    [InlineData("2MiB", 2_097_152)]
    [InlineData("2M", 2_097_152)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("1G", 1_073_741_824)]
    [InlineData("1 TiB", 1_099_511_627_776)]
    public void Size_counts_thousands_or_1024s(string written, long bytes) =>
        Assert.Equal(bytes, HoconParser.Parse($"a = {written}").GetByteSize("a"));
}
