using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace Akka.Tests.Scenarios;

/// <summary>What is left of an actor and around it after a failure.</summary>
public sealed class RestartScenarios : TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_restart_ends_the_children_so_that_the_new_instance_can_make_them_anew()
    {
        var parent = ActorOf(Props.Create(() => new ParentOfOne(TestActor)), "parent");
        var first = ExpectMsg<IActorRef>();
        Watch(first);

        parent.Tell("break");

        ExpectMsg("child ended");
        var two = ReceiveN(2); // the new child and the end of the old one, in either order
        var (second, terminated) = (two.OfType<IActorRef>().Single(), two.OfType<Terminated>().Single());
        Assert.Equal(first, terminated.ActorRef);
        Assert.Equal(first.Path.ToString(), second.Path.ToString());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Children_survive_the_resumption_of_their_parent()
    {
        var grandparent = ActorOf(Props.Create(() => new Keeper(Directive.Resume)));
        grandparent.Tell(Props.Create(() => new ParentOfOne(TestActor)));
        var parent = ReceiveN(2).Cast<IActorRef>().Single(actor => actor.Path.Name == "parent"); // the other is its child

        parent.Tell("break");
        parent.Tell("children");

        ExpectMsg(1);
    }

    [Fact]
    public void The_behaviour_after_a_restart_is_the_first_one()
    {
        var actor = ActorOf(Props.Create(() => new Moody()));
        actor.Tell("how are you?");
        ExpectMsg("well");
        actor.Tell("be angry");
        actor.Tell("how are you?");
        ExpectMsg("angry");

        actor.Tell("break");
        actor.Tell("how are you?");

        ExpectMsg("well");
    }

    [Fact]
    public void An_actor_that_stops_itself_at_its_start_handles_no_message()
    {
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters, typeof(DeadLetter));
        var actor = ActorOf(Props.Create(() => new StillBorn(TestActor)));
        Watch(actor);

        actor.Tell("hello");

        ExpectTerminated(actor);
        Assert.Equal("hello", letters.ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void A_failure_at_the_new_start_ends_the_actor()
    {
        var actor = ActorOf(Props.Create(() => new FailsToRestart()));
        Watch(actor);

        actor.Tell("break");

        ExpectTerminated(actor);
    }

    [Fact]
    public void A_restart_keeps_the_watches()
    {
        var mortal = CreateTestProbe();
        var watcher = ActorOf(Props.Create(() => new Watchful(TestActor)));
        watcher.Tell(mortal.Ref);
        ExpectMsg("watching");

        watcher.Tell("break");
        Sys.Stop(mortal);

        ExpectMsg("ended");
    }

    [Fact]
    public void A_message_that_no_handler_takes_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = ActorOf(Props.Create(() => new Moody()));

        actor.Tell(42);

        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal((42, TestActor, actor), (unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    private sealed class Keeper : ReceiveActor
    {
        private readonly Directive _directive;

        public Keeper(Directive directive)
        {
            _directive = directive;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props, "parent")));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => _directive);
    }

    private sealed class ParentOfOne : ReceiveActor
    {
        public ParentOfOne(IActorRef listener)
        {
            listener.Tell(Context.ActorOf(Props.Create(() => new Child(listener)), "child"));
            Receive<string>(text => text == "break", _ => throw new InvalidOperationException("broken"));
            Receive<string>(text => text == "children", _ => Sender.Tell(Context.GetChildren().Count()));
        }
    }

    private sealed class Child(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message) { }

        protected override void PostStop() => listener.Tell("child ended");
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody()
        {
            Receive<string>(text => text == "how are you?", _ => Sender.Tell("well"));
            Receive<string>(text => text == "be angry", _ => Become(Angry));
        }

        private void Angry()
        {
            Receive<string>(text => text == "how are you?", _ => Sender.Tell("angry"));
            Receive<string>(text => text == "break", _ => throw new InvalidOperationException("broken"));
        }
    }

    private sealed class StillBorn : ReceiveActor
    {
        public StillBorn(IActorRef listener) => ReceiveAny(listener.Tell);

        protected override void PreStart() => Context.Stop(Self);
    }

    private sealed class FailsToRestart : ReceiveActor
    {
        public FailsToRestart() => ReceiveAny(_ => throw new InvalidOperationException("broken"));

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("no second start", reason);
    }

    private sealed class Watchful : ReceiveActor
    {
        public Watchful(IActorRef listener)
        {
            Receive<IActorRef>(actor =>
            {
                Context.Watch(actor);
                listener.Tell("watching");
            });
            Receive<string>(_ => throw new InvalidOperationException("broken"));
            Receive<Terminated>(_ => listener.Tell("ended"));
        }
    }
}
