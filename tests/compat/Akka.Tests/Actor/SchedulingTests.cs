using System.Diagnostics;
using Akka.Actor;

namespace Akka.Tests.Actor;

/// <summary>The scheduler in real time: order and "not early", never "in time".</summary>
public class SchedulingTests : EngineTest
{
    [Fact]
    public async Task Nothing_comes_early()
    {
        var listener = NewListener();
        var start = Stopwatch.GetTimestamp();
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(50), listener.Ref, "due", ActorRefs.NoSender);
        await listener.Expect("due");
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task What_is_due_earlier_comes_earlier()
    {
        var listener = Before(TimeSpan.FromMilliseconds(20), to =>
        {
            foreach (var delay in (int[])[120, 40, 80]) Sys.Scheduler.ScheduleTellOnce(delay, to, delay, ActorRefs.NoSender);
        });
        await listener.ExpectAll(40, 80, 120);
    }

    [Fact]
    public async Task A_delay_longer_than_the_wheel_comes_round()
    {
        using var system = ActorSystem.Create("wheel",
            "akka { loglevel = OFF, stdout-loglevel = OFF, scheduler { tick-duration = 1ms, ticks-per-wheel = 4 } }");
        var listener = new Listener(system);
        var start = Stopwatch.GetTimestamp();
        system.Scheduler.ScheduleTellOnce(50, listener.Ref, "due", ActorRefs.NoSender);
        await listener.Expect("due");
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task What_is_cancelled_does_not_come()
    {
        var listener = Before(TimeSpan.FromMilliseconds(20), to =>
        {
            var cancelled = Sys.Scheduler.ScheduleTellOnceCancelable(20, to, "cancelled", ActorRefs.NoSender);
            cancelled.Cancel();
            Assert.True(cancelled.IsCancellationRequested);
        });
        Sys.Scheduler.ScheduleTellOnce(60, listener.Ref, "fence", ActorRefs.NoSender);
        await listener.Expect("fence");
    }

    [Fact]
    public async Task What_is_repeated_comes_until_cancelled()
    {
        var listener = NewListener();
        var repeated = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(1, 1, listener.Ref, "again", ActorRefs.NoSender);
        for (var i = 0; i < 5; i++) await listener.Expect("again");
        repeated.Cancel();
    }

    [Fact]
    public async Task Actions_run_too()
    {
        var ran = new TaskCompletionSource();
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(5), ran.SetResult);
        await ran.Task.WaitAsync(Patience);
    }

    [Fact]
    public void A_negative_delay_and_a_zero_interval_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), Sys.DeadLetters, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, Sys.DeadLetters, "x", ActorRefs.NoSender));
    }

    [Fact]
    public async Task A_cancelable_cancels_its_token()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        var cancelled = new TaskCompletionSource();
        cancelable.Token.Register(cancelled.SetResult);
        cancelable.CancelAfter(5);
        await cancelled.Task.WaitAsync(Patience);
        Assert.True(cancelable.IsCancellationRequested);
        Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);
    }

    // The clock goes on while a test's thread waits for a processor: what took longer than it may is done anew, with a listener of its own.
    private Listener Before(TimeSpan limit, Action<IActorRef> schedule)
    {
        while (true)
        {
            var listener = NewListener();
            var start = Stopwatch.GetTimestamp();
            schedule(listener.Ref);
            if (Stopwatch.GetElapsedTime(start) < limit) return listener;
        }
    }
}
