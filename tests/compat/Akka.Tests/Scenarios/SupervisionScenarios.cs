using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Scenarios;

/// <summary>What a parent does about a child that fails, and what the child keeps of itself.</summary>
public sealed class SupervisionScenarios : TestKit.Xunit2.TestKit
{
    private static readonly Fail Failure = new();

    [Fact]
    public void A_restarted_actor_keeps_its_mailbox_and_drops_its_state()
    {
        var child = Child(Directive.Restart);
        child.Tell(new Add(5));
        child.Tell(new Get());
        child.Tell(Failure);
        child.Tell(new Add(1));
        child.Tell(new Get());

        ExpectMsg(5);
        ExpectMsg(1);
    }

    [Fact]
    public void A_resumed_actor_keeps_its_state()
    {
        var child = Child(Directive.Resume);
        child.Tell(new Add(5));
        child.Tell(Failure);
        child.Tell(new Add(1));
        child.Tell(new Get());

        ExpectMsg(6);
    }

    [Fact]
    public void A_stopped_actor_is_gone()
    {
        var child = Child(Directive.Stop);
        Watch(child);

        child.Tell(Failure);

        ExpectTerminated(child);
    }

    [Fact]
    public void An_escalated_failure_restarts_the_parent_and_ends_its_children()
    {
        var parent = ActorOf(Props.Create(() => new Parent(Directive.Escalate)));
        var child = ChildOf(parent);
        Watch(child);

        child.Tell(Failure);

        ExpectTerminated(child);
        Assert.NotEqual(child, ChildOf(parent)); // the parent is alive and has a child again
    }

    [Fact]
    public void A_restart_calls_the_hooks_of_the_old_and_then_of_the_new_instance()
    {
        var actor = ActorOf(Props.Create(() => new Hooks(TestActor)));
        ExpectMsg("1 PreStart");

        actor.Tell(Failure);

        ExpectMsg($"1 PreRestart {nameof(InvalidOperationException)} {nameof(Fail)}");
        ExpectMsg("1 PostStop");
        ExpectMsg($"2 PostRestart {nameof(InvalidOperationException)}");
        ExpectMsg("2 PreStart");
        Sys.Stop(actor);
        ExpectMsg("2 PostStop");
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var parent = ActorOf(Props.Create(() => new Parent(Directive.Restart)));
        var (failing, sibling) = (ChildOf(parent), ChildOf(parent));
        sibling.Tell(new Add(7));

        failing.Tell(Failure);
        failing.Tell(new Get());
        ExpectMsg(0);
        sibling.Tell(new Get());

        ExpectMsg(7);
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var parent = ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var (failing, sibling) = (ChildOf(parent), ChildOf(parent));
        sibling.Tell(new Add(7));
        sibling.Tell(new Get());
        ExpectMsg(7);

        failing.Tell(Failure);
        failing.Tell(new Get());
        ExpectMsg(0);
        sibling.Tell(new Get());

        ExpectMsg(0);
    }

    [Fact]
    public void One_restart_more_than_allowed_stops_the_actor()
    {
        var strategy = new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart);
        var child = ChildOf(ActorOf(Props.Create(() => new Parent(strategy))));
        Watch(child);

        child.Tell(Failure);
        child.Tell(Failure);
        child.Tell(new Get());
        ExpectMsg(0);
        child.Tell(Failure);

        ExpectTerminated(child);
    }

    [Fact]
    public void A_stopping_actor_stays_stopping_when_a_siblings_failure_restarts_all()
    {
        var parent = ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var failing = ChildOf(parent);
        using var grandchildMayEnd = new ManualResetEventSlim();
        parent.Tell(Props.Create(() => new SlowToEnd(grandchildMayEnd, TestActor)));
        var stopping = ExpectMsg<IActorRef>();
        Watch(stopping);

        Sys.Stop(stopping);              // waits for its child
        ExpectMsg("grandchild ends");
        failing.Tell(Failure);           // restarts all children of the parent
        failing.Tell(new Get());
        ExpectMsg(0);
        grandchildMayEnd.Set();

        ExpectTerminated(stopping);
    }

    [Fact]
    public void The_strategy_chooses_by_the_exception()
    {
        var strategy = new OneForOneStrategy(cause => cause is InvalidOperationException ? Directive.Resume : Directive.Stop);
        var child = ChildOf(ActorOf(Props.Create(() => new Parent(strategy))));
        Watch(child);
        child.Tell(new Add(5));

        child.Tell(Failure);
        child.Tell(new Get());
        ExpectMsg(5);
        child.Tell(new FailWith(new FormatException()));

        ExpectTerminated(child);
    }

    [Fact]
    public void An_actor_that_cannot_be_created_is_stopped()
    {
        var actor = EventFilter.Exception<ActorInitializationException>().ExpectOne(
            () => ActorOf(Props.Create(() => new FailsToStart())));

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void A_killed_actor_is_stopped()
    {
        var child = ChildOf(ActorOf(Props.Create(() => new Parent(Akka.Actor.SupervisorStrategy.DefaultStrategy))));
        Watch(child);

        EventFilter.Exception<ActorKilledException>().ExpectOne(() => child.Tell(Kill.Instance));

        ExpectTerminated(child);
    }

    [Fact]
    public void A_failure_is_logged_with_its_text() =>
        EventFilter.Exception<InvalidOperationException>("as told").ExpectOne(() => Child(Directive.Restart).Tell(Failure));

    private IActorRef Child(Directive directive) => ChildOf(ActorOf(Props.Create(() => new Parent(directive))));

    private IActorRef ChildOf(IActorRef parent)
    {
        parent.Tell(Props.Create(() => new Counter()));
        return ExpectMsg<IActorRef>();
    }

    private sealed record Add(int Number);

    private sealed record Get;

    private sealed record Fail;

    private sealed record FailWith(Exception Cause);

    private sealed class Parent : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;

        public Parent(Directive directive) : this(new OneForOneStrategy(_ => directive)) { }

        public Parent(SupervisorStrategy strategy)
        {
            _strategy = strategy;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter()
        {
            Receive<Add>(add => _count += add.Number);
            Receive<Get>(_ => Sender.Tell(_count));
            Receive<Fail>(_ => throw new InvalidOperationException("as told"));
            Receive<FailWith>(fail => throw fail.Cause);
        }
    }

    private sealed class SlowToEnd : ReceiveActor
    {
        public SlowToEnd(ManualResetEventSlim mayEnd, IActorRef listener) =>
            Context.ActorOf(Props.Create(() => new Blocked(mayEnd, listener)));
    }

    private sealed class Blocked(ManualResetEventSlim mayEnd, IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message) { }

        protected override void PostStop()
        {
            listener.Tell("grandchild ends");
            mayEnd.Wait(TimeSpan.FromSeconds(30));
        }
    }

    private sealed class FailsToStart : ReceiveActor
    {
        protected override void PreStart() => throw new InvalidOperationException("no start");
    }

    private sealed class Hooks : ReceiveActor
    {
        private static int _instances;
        private readonly int _instance = Interlocked.Increment(ref _instances);
        private readonly IActorRef _listener;

        public Hooks(IActorRef listener)
        {
            _listener = listener;
            Receive<Fail>(_ => throw new InvalidOperationException("as told"));
        }

        protected override void PreStart() => Say("PreStart");

        protected override void PostStop() => Say("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            Say($"PreRestart {reason.GetType().Name} {message.GetType().Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            Say($"PostRestart {reason.GetType().Name}");
            base.PostRestart(reason);
        }

        private void Say(string what) => _listener.Tell($"{_instance} {what}");
    }
}
