using Akka.Actor;
using Akka.TestKit.Configs;

namespace Akka.TestKit.Tests;

/// <summary>Time that moves when the test says so.</summary>
public sealed class TestSchedulerTests() : Xunit2.TestKit(TestConfigs.TestSchedulerConfig)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_message_is_sent_when_its_time_has_come()
    {
        Scheduler.ScheduleTellOnce(Second, TestActor, "due", ActorRefs.NoSender);

        Scheduler.Advance(Second - TimeSpan.FromTicks(1));
        Assert.False(HasMessages);
        Scheduler.Advance(TimeSpan.FromTicks(1));

        ExpectMsg("due");
    }

    [Fact]
    public void Time_moves_by_as_much_as_it_is_told()
    {
        var start = Scheduler.Now;

        Scheduler.Advance(Second);
        Scheduler.AdvanceTo(start + 5 * Second);

        Assert.Equal(start + 5 * Second, Scheduler.Now);
    }

    [Fact]
    public void What_is_due_earlier_is_sent_earlier()
    {
        foreach (var delay in new[] { 3, 1, 2 })
            Scheduler.ScheduleTellOnce(delay * Second, TestActor, delay, ActorRefs.NoSender);

        Scheduler.Advance(5 * Second);

        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<int>());
    }

    [Fact]
    public void What_is_due_at_the_same_time_is_sent_in_the_order_in_which_it_was_scheduled()
    {
        foreach (var number in Enumerable.Range(1, 20))
            Scheduler.ScheduleTellOnce(Second, TestActor, number, ActorRefs.NoSender);

        Scheduler.Advance(Second);

        Assert.Equal(Enumerable.Range(1, 20), ReceiveN(20).Cast<int>());
    }

    [Fact]
    public void A_repeated_message_comes_at_each_interval_until_it_is_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Scheduler.ScheduleTellRepeatedly(2 * Second, Second, TestActor, "tick", ActorRefs.NoSender, cancelable);

        Scheduler.Advance(Second);
        Assert.False(HasMessages);
        for (var i = 0; i < 3; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg("tick");
            Assert.False(HasMessages);
        }
        cancelable.Cancel();
        Scheduler.Advance(10 * Second);

        Assert.False(HasMessages);
    }

    [Fact]
    public void A_cancelled_message_is_not_sent()
    {
        var cancelable = Scheduler.ScheduleTellOnceCancelable(Second, TestActor, "due", ActorRefs.NoSender);
        cancelable.Cancel();

        Scheduler.Advance(2 * Second);

        Assert.False(HasMessages);
    }

    [Fact]
    public void An_action_runs_when_its_time_has_come()
    {
        var runs = 0;
        Scheduler.Advanced.ScheduleOnce(Second, () => runs++);
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => runs += 10);

        Scheduler.Advance(Second);
        Assert.Equal(11, runs);
        Scheduler.Advance(Second);

        Assert.Equal(21, runs);
    }

    [Fact]
    public void A_single_timer_of_an_actor_fires_when_its_time_has_come()
    {
        var actor = ActorOf(Props.Create(() => new Timed(TestActor)));
        actor.Tell("single");
        ExpectMsg("set");

        Scheduler.Advance(Second - TimeSpan.FromTicks(1));
        actor.Tell("fence");
        ExpectMsg("fence");
        Scheduler.Advance(TimeSpan.FromTicks(1));

        ExpectMsg("timer");
    }

    [Fact]
    public void A_periodic_timer_of_an_actor_fires_until_it_is_cancelled()
    {
        var actor = ActorOf(Props.Create(() => new Timed(TestActor)));
        actor.Tell("periodic");
        ExpectMsg("set");
        for (var i = 0; i < 3; i++)
        {
            Scheduler.Advance(Second);
            ExpectMsg("timer");
        }

        actor.Tell("cancel");
        ExpectMsg("cancelled");
        Scheduler.Advance(5 * Second);
        actor.Tell("fence");

        ExpectMsg("fence");
    }

    [Fact]
    public void A_receive_timeout_comes_after_silence_and_each_message_postpones_it()
    {
        var actor = ActorOf(Props.Create(() => new Patient(TestActor)));
        actor.Tell("a");
        ExpectMsg("a");
        Scheduler.Advance(Second / 2);
        actor.Tell("b");
        ExpectMsg("b");
        actor.Tell(new Identify(1)); // an answer to this comes after the timeout for "b" has been set
        ExpectMsg<ActorIdentity>();

        Scheduler.Advance(Second / 2);
        Assert.False(HasMessages);
        Scheduler.Advance(Second / 2);

        ExpectMsg("silence");
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        public Timed(IActorRef listener)
        {
            Receive<string>(text => text == "single", _ =>
            {
                Timers.StartSingleTimer("key", "timer", Second);
                listener.Tell("set");
            });
            Receive<string>(text => text == "periodic", _ =>
            {
                Timers.StartPeriodicTimer("key", "timer", Second);
                listener.Tell("set");
            });
            Receive<string>(text => text == "cancel", _ =>
            {
                Timers.Cancel("key");
                listener.Tell("cancelled");
            });
            ReceiveAny(listener.Tell);
        }
    }

    private sealed class Patient : ReceiveActor
    {
        public Patient(IActorRef listener)
        {
            Context.SetReceiveTimeout(Second);
            Receive<ReceiveTimeout>(_ => listener.Tell("silence"));
            ReceiveAny(listener.Tell);
        }
    }
}
