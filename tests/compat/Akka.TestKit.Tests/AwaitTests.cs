using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>Conditions and assertions that come true later.</summary>
public sealed class AwaitTests : Xunit2.TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private int _asked;

    private bool ThirdTime() => ++_asked >= 3;

    private void PassesThirdTime() => Assert.True(ThirdTime(), $"attempt {_asked}");

    [Fact]
    public void An_assertion_is_tried_until_it_passes()
    {
        AwaitAssert(PassesThirdTime, Long, Soon);

        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task An_assertion_is_tried_until_it_passes_without_blocking_a_thread()
    {
        await AwaitAssertAsync(PassesThirdTime, Long, Soon);

        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task An_async_assertion_is_tried_until_it_passes()
    {
        await AwaitAssertAsync(async () =>
        {
            await Task.Yield();
            PassesThirdTime();
        }, Long, Soon);

        Assert.Equal(3, _asked);
    }

    [Fact]
    public void The_last_failure_of_an_assertion_is_the_tests()
    {
        var failure = Assert.ThrowsAny<XunitException>(
            () => AwaitAssert(() => Assert.Fail($"attempt {++_asked}"), TimeSpan.FromMilliseconds(50), Soon));

        Assert.True(_asked > 1);
        Assert.Contains($"attempt {_asked}", failure.Message);
    }

    [Fact]
    public void A_condition_is_asked_until_it_holds()
    {
        AwaitCondition(ThirdTime, Long, Soon);

        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task A_condition_is_asked_until_it_holds_without_blocking_a_thread()
    {
        await AwaitConditionAsync(ThirdTime, Long, Soon);

        Assert.Equal(3, _asked);
    }

    [Fact]
    public void A_condition_that_never_holds_fails_the_test_with_the_message()
    {
        var failure = Assert.ThrowsAny<XunitException>(
            () => AwaitCondition(() => false, TimeSpan.FromMilliseconds(20), Soon, "pigs fly"));

        Assert.Contains("pigs fly", failure.Message);
    }

    [Fact]
    public void A_condition_that_never_holds_can_be_answered_with_false()
    {
        Assert.False(AwaitConditionNoThrow(() => false, TimeSpan.FromMilliseconds(20), Soon));
        Assert.True(AwaitConditionNoThrow(ThirdTime, Long, Soon));
    }
}
