namespace Akka.Remote.Tests.FailureDetection;

public sealed class DefaultFailureDetectorRegistryTests
{
    private readonly VirtualClock _time = new();
    private readonly DefaultFailureDetectorRegistry<string> _registry;

    public DefaultFailureDetectorRegistryTests() =>
        _registry = new(() => new DeadlineFailureDetector(TimeSpan.FromSeconds(1), _time.Clock));

    [Fact]
    public void A_resource_without_heartbeat_is_available_and_not_monitored()
    {
        Assert.True(_registry.IsAvailable("a"));
        Assert.False(_registry.IsMonitoring("a"));
    }

    [Fact]
    public void Each_resource_is_judged_by_its_own_heartbeats()
    {
        _registry.Heartbeat("a");
        _registry.Heartbeat("b");
        _time.Now += 900;
        _registry.Heartbeat("b");
        _time.Now += 900;

        Assert.False(_registry.IsAvailable("a"));
        Assert.True(_registry.IsAvailable("b"));
    }

    [Fact]
    public void A_resource_that_was_removed_begins_anew()
    {
        _registry.Heartbeat("a");
        _time.Now += 5000;

        _registry.Remove("a");

        Assert.True(_registry.IsAvailable("a"));
        Assert.False(_registry.IsMonitoring("a"));
    }

    [Fact]
    public void A_reset_removes_all()
    {
        _registry.Heartbeat("a");
        _registry.Heartbeat("b");

        _registry.Reset();

        Assert.False(_registry.IsMonitoring("a"));
        Assert.False(_registry.IsMonitoring("b"));
    }
}
