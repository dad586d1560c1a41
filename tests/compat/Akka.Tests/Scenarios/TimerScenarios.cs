using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace Akka.Tests.Scenarios;

/// <summary>An actor's timers, under virtual time.</summary>
public sealed class TimerScenarios() : TestKit.Xunit2.TestKit(TestConfigs.TestSchedulerConfig)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_timer_of_the_same_key_replaces_the_former_one()
    {
        var clock = Start();
        Do(clock, timers => timers.StartSingleTimer("key", "former", Second));
        Do(clock, timers => timers.StartSingleTimer("key", "latter", Second));

        Scheduler.Advance(2 * Second);
        Fence(clock, "latter");
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_discarded_when_its_timer_is_cancelled()
    {
        var clock = Start();
        using var held = new ManualResetEventSlim();
        Do(clock, timers => timers.StartSingleTimer("key", "tick", Second));

        clock.Tell((Action<ITimerScheduler>)(_ => held.Wait(TimeSpan.FromSeconds(30))));
        clock.Tell((Action<ITimerScheduler>)(timers => timers.Cancel("key")));
        Scheduler.Advance(Second); // the tick is now behind the cancellation
        held.Set();

        ExpectMsg("done");
        ExpectMsg("done");
        Fence(clock);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_discarded_when_its_timer_is_replaced()
    {
        var clock = Start();
        using var held = new ManualResetEventSlim();
        Do(clock, timers => timers.StartSingleTimer("key", "former", Second));

        clock.Tell((Action<ITimerScheduler>)(_ => held.Wait(TimeSpan.FromSeconds(30))));
        clock.Tell((Action<ITimerScheduler>)(timers => timers.StartSingleTimer("key", "latter", Second)));
        Scheduler.Advance(Second);
        held.Set();
        ExpectMsg("done");
        ExpectMsg("done");
        Scheduler.Advance(Second);

        Fence(clock, "latter");
    }

    [Fact]
    public void Timers_of_different_keys_run_side_by_side()
    {
        var clock = Start();
        Do(clock, timers =>
        {
            timers.StartSingleTimer(1, "one", Second);
            timers.StartSingleTimer(2, "two", 2 * Second);
        });

        Scheduler.Advance(Second);
        Fence(clock, "one");
        Scheduler.Advance(Second);
        Fence(clock, "two");
    }

    [Fact]
    public void A_restart_ends_all_timers()
    {
        var clock = Start();
        Do(clock, timers => timers.StartPeriodicTimer("key", "tick", Second));

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => clock.Tell("break"));
        Fence(clock);
        Scheduler.Advance(3 * Second);

        Fence(clock);
    }

    [Fact]
    public void An_active_timer_says_so_until_it_has_fired()
    {
        var clock = Start();
        Do(clock, timers => timers.StartSingleTimer("key", "tick", Second));
        Do(clock, timers => Assert.True(timers.IsTimerActive("key")));

        Scheduler.Advance(Second);
        Fence(clock, "tick");

        Do(clock, timers => Assert.False(timers.IsTimerActive("key")));
    }

    [Fact]
    public void Cancelling_all_timers_ends_each()
    {
        var clock = Start();
        Do(clock, timers =>
        {
            timers.StartPeriodicTimer(1, "one", Second);
            timers.StartSingleTimer(2, "two", Second);
            timers.CancelAll();
        });

        Scheduler.Advance(5 * Second);

        Fence(clock);
    }

    [Fact]
    public void A_periodic_timer_with_an_initial_delay_waits_for_it_first()
    {
        var clock = Start();
        Do(clock, timers => timers.StartPeriodicTimer("key", "tick", 3 * Second, Second));

        Scheduler.Advance(2 * Second);
        Fence(clock);
        Scheduler.Advance(Second);
        Fence(clock, "tick");
        Scheduler.Advance(Second);
        Fence(clock, "tick");
    }

    private IActorRef Start() => ActorOf(Props.Create(() => new Clock(TestActor)));

    private void Do(IActorRef clock, Action<ITimerScheduler> action)
    {
        clock.Tell(action);
        ExpectMsg("done");
    }

    // Exactly these ticks have come since the last fence.
    private void Fence(IActorRef clock, params string[] ticks)
    {
        clock.Tell("fence");
        foreach (var tick in ticks)
            ExpectMsg(tick);
        ExpectMsg("fence");
    }

    private sealed class Clock : ReceiveActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        public Clock(IActorRef listener)
        {
            Receive<Action<ITimerScheduler>>(action =>
            {
                action(Timers);
                listener.Tell("done");
            });
            Receive<string>(text => text == "break", _ => throw new InvalidOperationException("broken"));
            ReceiveAny(listener.Tell);
        }
    }
}
