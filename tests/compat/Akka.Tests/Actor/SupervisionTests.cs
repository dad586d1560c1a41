using Akka.Actor;

namespace Akka.Tests.Actor;

public class SupervisionTests : EngineTest
{
    [Fact]
    public async Task Restart_drops_the_state_and_keeps_the_mailbox()
    {
        var (_, child) = await Family(new OneForOneStrategy(_ => Directive.Restart));
        child.Tell("add");
        child.Tell("add");
        child.Tell("fail");
        child.Tell("add");
        Assert.Equal(1, await child.Ask<int>("get", Patience));
    }

    [Fact]
    public async Task Resume_keeps_the_state()
    {
        var (_, child) = await Family(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell("add");
        child.Tell("fail");
        child.Tell("add");
        Assert.Equal(2, await child.Ask<int>("get", Patience));
    }

    [Fact]
    public async Task Stop_stops()
    {
        var (_, child) = await Family(new OneForOneStrategy(_ => Directive.Stop));
        var watcher = NewListener();
        watcher.Watch(child);
        child.Tell("fail");
        Assert.Equal(child, (await watcher.Next<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Escalate_makes_the_parent_fail()
    {
        var (parent, child) = await Family(new OneForOneStrategy(_ => Directive.Escalate));
        var watcher = NewListener();
        watcher.Watch(child); // the default strategy restarts the parent, which stops its children
        child.Tell("fail");
        await watcher.Next<Terminated>();
        Assert.NotEqual(child, await parent.Ask<IActorRef>("child", Patience));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(null)]
    public async Task Retries_within_the_limit_restart_and_the_next_one_stops(int? withinSeconds)
    {
        TimeSpan? within = withinSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var (_, child) = await Family(new OneForOneStrategy(2, within, _ => Directive.Restart));
        var watcher = NewListener();
        watcher.Watch(child);
        for (var i = 0; i < 2; i++) child.Tell("fail");
        Assert.Equal(0, await child.Ask<int>("get", Patience));
        child.Tell("fail");
        await watcher.Next<Terminated>();
    }

    [Fact]
    public async Task One_for_one_leaves_the_siblings_alone_and_all_for_one_restarts_them()
    {
        foreach (var (strategy, expected) in new (SupervisorStrategy, int)[]
        {
            (new OneForOneStrategy(_ => Directive.Restart), 1),
            (new AllForOneStrategy(_ => Directive.Restart), 0),
        })
        {
            var parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
            var failing = await parent.Ask<IActorRef>("make", Patience);
            var sibling = await parent.Ask<IActorRef>("make", Patience);
            sibling.Tell("add");
            await Fence(sibling);
            failing.Tell("fail");
            Assert.Equal(0, await failing.Ask<int>("get", Patience));
            await Fence(parent);
            Assert.Equal(expected, await sibling.Ask<int>("get", Patience));
        }
    }

    [Fact]
    public async Task The_decider_sees_the_exception()
    {
        var (_, child) = await Family(new OneForOneStrategy(failure =>
            failure is InvalidOperationException { Message: "asked to" } ? Directive.Resume : Directive.Stop));
        child.Tell("add");
        child.Tell("fail");
        Assert.Equal(1, await child.Ask<int>("get", Patience));
    }

    [Fact]
    public async Task The_default_strategy_stops_an_actor_whose_constructor_fails()
    {
        var watcher = NewListener();
        watcher.Watch(Sys.ActorOf(Props.Create(() => new Stillborn())));
        await watcher.Next<Terminated>();
    }

    [Fact]
    public async Task The_default_strategy_stops_an_actor_whose_PreStart_fails()
    {
        var watcher = NewListener();
        watcher.Watch(Sys.ActorOf(Props.Create(() => new FalseStart())));
        await watcher.Next<Terminated>();
    }

    [Fact]
    public async Task Kill_stops_by_the_default_strategy()
    {
        var counter = Sys.ActorOf(Props.Create(() => new Counter()));
        var watcher = NewListener();
        watcher.Watch(counter);
        counter.Tell(Kill.Instance);
        await watcher.Next<Terminated>();
    }

    [Fact]
    public async Task A_failed_actor_handles_nothing_before_its_parents_verdict()
    {
        var deciding = new TaskCompletionSource();
        var decide = new TaskCompletionSource();
        var (_, child) = await Family(new OneForOneStrategy(_ =>
        {
            deciding.SetResult();
            decide.Task.Wait();
            return Directive.Resume;
        }));
        child.Tell("fail");
        await deciding.Task.WaitAsync(Patience);
        var answer = child.Ask<int>("get", Patience);
        Assert.False(answer.IsCompleted);
        decide.SetResult();
        Assert.Equal(0, await answer);
    }

    [Fact]
    public async Task A_child_stopped_by_an_all_for_one_restart_stays_stopped()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var failing = await parent.Ask<IActorRef>("make", Patience);
        var stopping = await parent.Ask<IActorRef>("make", Patience);
        var watcher = NewListener();
        watcher.Watch(stopping);
        Sys.Stop(stopping);
        failing.Tell("fail");
        await watcher.Next<Terminated>();
        Assert.Equal(0, await failing.Ask<int>("get", Patience));
    }

    private async Task<(IActorRef Parent, IActorRef Child)> Family(SupervisorStrategy strategy)
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        return (parent, await parent.Ask<IActorRef>("make", Patience));
    }

    private sealed class Parent(SupervisorStrategy strategy) : UntypedActor
    {
        private IActorRef? _child;

        protected override SupervisorStrategy SupervisorStrategy() => strategy;

        protected override void OnReceive(object message) =>
            Sender.Tell(message is "make" ? _child = Context.ActorOf(Props.Create(() => new Counter())) : _child ?? Self);
    }

    private sealed class Counter : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "add": _count++; break;
                case "get": Sender.Tell(_count); break;
                case "fail": throw new InvalidOperationException("asked to");
            }
        }
    }

    private sealed class Stillborn : UntypedActor
    {
        public Stillborn() => throw new InvalidOperationException();

        protected override void OnReceive(object message) { }
    }

    private sealed class FalseStart : UntypedActor
    {
        protected override void PreStart() => throw new InvalidOperationException();

        protected override void OnReceive(object message) { }
    }
}
