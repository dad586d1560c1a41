using Akka.Actor;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>Time frames around blocks.</summary>
public sealed class WithinTests : Xunit2.TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_block_that_is_over_in_time_returns_its_result()
    {
        TestActor.Tell("a");

        Assert.Equal("a", Within(Long, () => ExpectMsg<string>()));
    }

    [Fact]
    public void Expectations_inside_get_what_is_left_of_the_frame()
    {
        Within(Long, () =>
        {
            Assert.InRange(Remaining, TimeSpan.FromSeconds(10), Long);
            Assert.InRange(RemainingOrDefault, TimeSpan.FromSeconds(10), Long);
        });

        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void A_frame_inside_a_frame_is_cut_to_it() =>
        Within(TimeSpan.FromSeconds(20), () => Within(TimeSpan.FromHours(1), () =>
            Assert.InRange(Remaining, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20))));

    [Fact]
    public void The_frame_outside_holds_again_after_the_one_inside() =>
        Within(TimeSpan.FromHours(1), () =>
        {
            Within(Long, () => { });
            Assert.True(Remaining > Long);
        });

    [Fact]
    public void A_block_that_ends_too_early_fails_the_test() =>
        Assert.ThrowsAny<XunitException>(() => Within(Long, TimeSpan.FromHours(1), () => { }));

    [Fact]
    public void A_missing_message_fails_the_test_at_the_end_of_the_frame() =>
        Assert.ThrowsAny<XunitException>(() => Within(TimeSpan.FromMilliseconds(1), () => ExpectMsg<string>()));

    [Fact]
    public async Task An_async_block_is_awaited_and_returns_its_result()
    {
        var block = WithinAsync(Long, async () => await ExpectMsgAsync<string>());
        Assert.False(block.IsCompleted);

        TestActor.Tell("a");

        Assert.Equal("a", await block);
    }

    [Fact]
    public async Task An_async_block_that_does_not_end_fails_the_test() =>
        await Assert.ThrowsAnyAsync<XunitException>(
            () => WithinAsync(TimeSpan.FromMilliseconds(1), () => new TaskCompletionSource().Task));

    [Fact]
    public void The_failure_of_the_block_is_the_failure_of_the_test() =>
        Assert.Throws<FormatException>(() => Within(Long, (Action)(() => throw new FormatException())));
}
