namespace Akka.TestKit.Tests;

/// <summary>The settings under akka.test.</summary>
public sealed class TimeFactorTests()
    : Xunit2.TestKit("akka.test { timefactor = 3, single-expect-default = 2s, default-timeout = 4s, filter-leeway = 1s }")
{
    [Fact]
    public void Time_limits_are_stretched_by_the_factor()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), Dilated(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(6), RemainingOrDefault);
        Assert.Equal(TimeSpan.FromSeconds(15), RemainingOrDilated(TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(5), RemainingOr(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_settings_are_read()
    {
        Assert.Equal(3.0, TestKitSettings.TestTimeFactor);
        Assert.Equal(TimeSpan.FromSeconds(2), TestKitSettings.SingleExpectDefault);
        Assert.Equal(TimeSpan.FromSeconds(4), TestKitSettings.DefaultTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), TestKitSettings.TestEventFilterLeeway);
    }
}
