using Akka.Actor;

namespace Akka.Tests.Actor;

public class LifeCycleTests : EngineTest
{
    [Fact]
    public async Task Hooks_run_in_the_documented_order_over_a_restart_and_a_stop()
    {
        var log = NewListener();
        var actor = Sys.ActorOf(Props.Create(() => new Chronicler(log.Ref)));
        await log.ExpectAll("constructor", "PreStart");
        actor.Tell("fail");
        await log.ExpectAll("PreRestart failing fail", "PostStop", "constructor", "PostRestart failing", "PreStart");
        Sys.Stop(actor);
        await log.Expect("PostStop");
    }

    [Fact]
    public async Task A_message_told_at_once_after_creation_arrives()
    {
        var log = NewListener();
        for (var i = 0; i < 100; i++) log.Send(Sys.ActorOf(Props.Create(() => new Echo())), i);
        var got = new List<int>();
        for (var i = 0; i < 100; i++) got.Add(await log.Next<int>());
        Assert.Equal(Enumerable.Range(0, 100), got.Order());
    }

    [Fact]
    public async Task PoisonPill_lets_earlier_messages_be_handled_and_no_later_ones()
    {
        var log = NewListener();
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(Akka.Event.DeadLetter));
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        log.Send(echo, "before");
        log.Send(echo, PoisonPill.Instance);
        log.Send(echo, "after");
        await log.Expect("before");
        Assert.Equal("after", (await dead.Next<Akka.Event.DeadLetter>()).Message);
        await Stopped(echo);
    }

    [Fact]
    public async Task Stop_goes_before_the_messages_that_wait()
    {
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(Akka.Event.DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Blocker(entered, release)));
        actor.Tell("block");
        await entered.Task.WaitAsync(Patience);
        actor.Tell("waits");
        Sys.Stop(actor);
        release.SetResult();
        Assert.Equal("waits", (await dead.Next<Akka.Event.DeadLetter>()).Message);
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var log = NewListener();
        var parent = Sys.ActorOf(Props.Create(() => new Family(log.Ref, 2)), "parent");
        await log.Expect("ready");
        Sys.Stop(parent);
        await log.ExpectAll("stopped", "stopped", "parent stopped");
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_actor_has_stopped()
    {
        var keeper = Sys.ActorOf(Props.Create(() => new Keeper()));
        var first = await keeper.Ask<IActorRef>("make", Patience);
        var second = await keeper.Ask<IActorRef>("replace", Patience);
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("$a")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_name_that_is_none_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Echo()), name));

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Sys.ActorOf(Props.Create(() => new Echo()), "one");
        var refusal = Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Echo()), "one"));
        Assert.Contains("one", refusal.Message);
    }

    [Fact]
    public void Unnamed_actors_have_names_of_their_own()
    {
        var names = Enumerable.Range(0, 1000).Select(_ => Sys.ActorOf(Props.Create(() => new Echo())).Path.Name).ToArray();
        Assert.Equal(1000, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("$", name));
    }

    [Fact]
    public void An_actor_made_by_new_is_refused() => Assert.Throws<ActorInitializationException>(() => new Echo());

    [Fact]
    public async Task Null_is_no_message()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        Assert.Throws<InvalidMessageException>(() => echo.Tell(null!, ActorRefs.NoSender));
        Assert.Equal("still there", await echo.Ask<string>("still there", Patience));
    }

    [Fact]
    public async Task GracefulStop_ends_when_the_actor_has_stopped()
    {
        var log = NewListener();
        var actor = Sys.ActorOf(Props.Create(() => new Chronicler(log.Ref)));
        Assert.True(await actor.GracefulStop(Patience));
        await log.ExpectAll("constructor", "PreStart", "PostStop");
    }

    [Fact]
    public async Task Terminate_stops_all_actors_and_runs_the_registered_code()
    {
        var system = ActorSystem.Create("ending", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        var stopped = new TaskCompletionSource();
        var ran = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new Finale(stopped)));
        system.RegisterOnTermination(ran.SetResult);
        await system.Terminate().WaitAsync(Patience);
        Assert.True(stopped.Task.IsCompleted);
        Assert.True(ran.Task.IsCompleted);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Identify_is_answered_by_every_actor()
    {
        var silent = Sys.ActorOf(Props.Create(() => new Silent()));
        var identity = await silent.Ask<ActorIdentity>(new Identify(42), Patience);
        Assert.Equal(42, identity.MessageId);
        Assert.Equal(silent, identity.Subject);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message) { }
    }

    private sealed class Finale(TaskCompletionSource stopped) : UntypedActor
    {
        protected override void OnReceive(object message) { }

        protected override void PostStop() => stopped.SetResult();
    }

    private sealed class Blocker(TaskCompletionSource entered, TaskCompletionSource release) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            entered.TrySetResult();
            release.Task.Wait();
        }
    }

    private sealed class Chronicler : UntypedActor
    {
        private readonly IActorRef _log;

        public Chronicler(IActorRef log)
        {
            _log = log;
            log.Tell("constructor");
        }

        protected override void OnReceive(object message) => throw new InvalidOperationException("failing");

        protected override void PreStart() => _log.Tell("PreStart");

        protected override void PostStop() => _log.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"PreRestart {reason.Message} {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"PostRestart {reason.Message}");
            base.PostRestart(reason);
        }
    }

    private sealed class Family(IActorRef log, int children) : UntypedActor
    {
        protected override void PreStart()
        {
            for (var i = 0; i < children; i++) Context.ActorOf(Props.Create(() => new Family(log, 0)));
            if (children > 0) log.Tell("ready");
        }

        protected override void PostStop() => log.Tell(children > 0 ? "parent stopped" : "stopped");

        protected override void OnReceive(object message) { }
    }

    private sealed class Keeper : UntypedActor
    {
        private IActorRef? _asker;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "make":
                    Sender.Tell(Make());
                    break;
                case "replace":
                    _asker = Sender;
                    var old = Context.Child("kept");
                    Context.Watch(old);
                    Context.Stop(old);
                    break;
                case Terminated:
                    _asker!.Tell(Make());
                    break;
            }
        }

        private static IActorRef Make() => Context.ActorOf(Props.Create(() => new Echo()), "kept");
    }
}
