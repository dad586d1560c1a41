namespace Akka.TestKit.Tests;

/// <summary>Threads that wait for each other.</summary>
public sealed class LatchAndBarrierTests : Xunit2.TestKit
{
    [Fact]
    public void A_latch_opens_at_the_last_count()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        Assert.False(latch.IsOpen);

        latch.CountDown();

        Assert.True(latch.IsOpen);
        latch.Ready();
    }

    [Fact]
    public void A_latch_that_stays_closed_is_a_timeout() =>
        Assert.Throws<TimeoutException>(() => CreateTestLatch().Ready(TimeSpan.FromMilliseconds(1)));

    [Fact]
    public void A_latch_can_be_opened_at_once_and_closed_again()
    {
        var latch = CreateTestLatch(3);

        latch.Open();
        Assert.True(latch.IsOpen);
        latch.Reset();

        Assert.False(latch.IsOpen);
    }

    [Fact]
    public async Task A_barrier_holds_until_all_have_arrived()
    {
        var barrier = CreateTestBarrier(2);
        var other = Task.Run(barrier.Await);

        barrier.Await();

        await other;
    }

    [Fact]
    public void A_barrier_that_others_do_not_reach_is_a_timeout() =>
        Assert.Throws<TimeoutException>(() => CreateTestBarrier(2).Await(TimeSpan.FromMilliseconds(1)));
}
