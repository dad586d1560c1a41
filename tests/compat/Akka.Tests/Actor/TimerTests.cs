using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Actor;

/// <summary>Timers and receive timeouts, in virtual time.</summary>
public class TimerTests() : Akka.TestKit.Xunit2.TestKit(
    "akka { loglevel = WARNING, scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\" }")
{
    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = NewActor(new Start("once", Seconds: 5));
        Time.Advance(TimeSpan.FromSeconds(4.9));
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        ExpectMsg("once");
        Time.Advance(TimeSpan.FromSeconds(100));
        Fence(actor);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_cancelled()
    {
        var actor = NewActor(new Start("tick", Seconds: 1, Repeat: true));
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            ExpectMsg("tick");
        }
        actor.Tell(new Cancel("tick"));
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(10));
        Fence(actor);
    }

    [Fact]
    public void A_timer_of_the_same_key_replaces_the_one_before()
    {
        var actor = NewActor(new Start("old", Seconds: 5, Key: "key"));
        actor.Tell(new Start("new", Seconds: 7, Key: "key"));
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(6));
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("new");
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_is_dropped_when_its_timer_is_cancelled()
    {
        var actor = NewActor(new Start("stale", Seconds: 1));
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        actor.Tell(new Block(entered, release, new Cancel("stale")));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(10)));
        Time.Advance(TimeSpan.FromSeconds(1)); // the tick waits behind the blocked handler
        release.Set();
        Fence(actor);
    }

    [Fact]
    public void Timers_end_with_the_instance()
    {
        var actor = NewActor(new Start("of the first instance", Seconds: 1));
        actor.Tell("fail");
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(2));
        Fence(actor);
    }

    [Fact]
    public void A_timer_says_whether_it_runs()
    {
        var actor = NewActor(new Start("due", Seconds: 1));
        actor.Tell(new IsActive("due"));
        ExpectMsg(true);
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("due");
        actor.Tell(new IsActive("due"));
        ExpectMsg(false);
    }

    [Fact]
    public void A_receive_timeout_comes_after_silence_and_activity_puts_it_off()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Impatient(TestActor, TimeSpan.FromSeconds(10))));
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(9));
        Fence(actor); // activity: Fence is an ordinary message
        Time.Advance(TimeSpan.FromSeconds(9));
        actor.Tell(new Quiet());
        ExpectMsg<Quiet>(); // no activity
        Time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void A_receive_timeout_can_be_taken_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Impatient(TestActor, TimeSpan.FromSeconds(10))));
        actor.Tell("patience");
        Fence(actor);
        Time.Advance(TimeSpan.FromSeconds(60));
        Fence(actor);
    }

    private IActorRef NewActor(Start start)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Timing(TestActor)));
        actor.Tell(start);
        Fence(actor);
        return actor;
    }

    // Whatever came before the answer would be found here instead of it.
    private void Fence(IActorRef actor)
    {
        actor.Tell("fence");
        ExpectMsg("fence");
        // An answer is sent before its handler has ended; the next one only after. Identify is no activity.
        actor.Tell(new Identify(0));
        ExpectMsg<ActorIdentity>();
    }

    private sealed record Start(string Message, double Seconds, bool Repeat = false, string? Key = null);

    private sealed record Cancel(string Key);

    private sealed record IsActive(string Key);

    private sealed record Block(ManualResetEventSlim Entered, ManualResetEventSlim Release, Cancel Then);

    private sealed class Quiet : INotInfluenceReceiveTimeout;

    private sealed class Timing : ReceiveActor, IWithTimers
    {
        public Timing(IActorRef log)
        {
            Receive<Start>(start =>
            {
                var time = TimeSpan.FromSeconds(start.Seconds);
                if (start.Repeat) Timers.StartPeriodicTimer(start.Key ?? start.Message, start.Message, time);
                else Timers.StartSingleTimer(start.Key ?? start.Message, start.Message, time);
            });
            Receive<Cancel>(cancel => Timers.Cancel(cancel.Key));
            Receive<IsActive>(ask => Sender.Tell(Timers.IsTimerActive(ask.Key)));
            Receive<Block>(block =>
            {
                block.Entered.Set();
                block.Release.Wait();
                Timers.Cancel(block.Then.Key);
            });
            Receive<string>(message => message == "fail", _ => throw new InvalidOperationException());
            ReceiveAny(message => log.Tell(message));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Impatient : ReceiveActor
    {
        public Impatient(IActorRef log, TimeSpan timeout)
        {
            SetReceiveTimeout(timeout);
            Receive<string>(message => message == "patience", _ => SetReceiveTimeout(null));
            ReceiveAny(message => log.Tell(message));
        }
    }
}
