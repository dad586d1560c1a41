using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;

namespace Akka.Tests.Scenarios;

/// <summary>Who learns of an actor's end, when, and how often.</summary>
public sealed class DeathWatchScenarios : TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_end_comes_once_however_often_it_is_watched()
    {
        var mortal = ActorOf<BlackHoleActor>();
        Watch(mortal);
        Watch(mortal);

        Sys.Stop(mortal);

        ExpectTerminated(mortal);
        TestActor.Tell("fence");
        ExpectMsg("fence");
    }

    [Fact]
    public void The_end_comes_after_all_that_the_actor_sent()
    {
        var talker = ActorOf<SimpleEchoActor>();
        Watch(talker);
        for (var i = 0; i < 100; i++)
            talker.Tell(i);

        talker.Tell(PoisonPill.Instance);

        Assert.Equal(Enumerable.Range(0, 100), ReceiveN(100).Cast<int>());
        ExpectTerminated(talker);
    }

    [Fact]
    public void Every_watcher_learns_of_the_end()
    {
        var mortal = ActorOf<BlackHoleActor>();
        var watchers = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToArray();
        foreach (var watcher in watchers)
            watcher.Watch(mortal);

        mortal.Tell(PoisonPill.Instance);

        foreach (var watcher in watchers)
            watcher.ExpectTerminated(mortal);
    }

    [Fact]
    public void The_end_that_was_before_the_watch_is_told_at_once()
    {
        var mortal = ActorOf<BlackHoleActor>();
        Watch(mortal);
        Sys.Stop(mortal);
        ExpectTerminated(mortal);
        var late = CreateTestProbe();

        late.Watch(mortal);

        late.ExpectTerminated(mortal);
    }

    [Fact]
    public void A_watcher_gets_the_message_that_it_asked_for()
    {
        var mortal = ActorOf<BlackHoleActor>();
        var watcher = ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(new WatchWith(mortal, "it is over"));
        ExpectMsg("watching");

        Sys.Stop(mortal);

        ExpectMsg("it is over");
    }

    [Fact]
    public void A_watcher_that_does_not_handle_the_end_ends_itself()
    {
        var (mortal, watcher) = (ActorOf<BlackHoleActor>(), ActorOf(Props.Create(() => new Deaf(TestActor))));
        watcher.Tell(mortal);
        ExpectMsg("watching");
        Watch(watcher);

        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(mortal));

        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_parent_ends_after_its_children()
    {
        var parent = ActorOf(Props.Create(() => new Family(TestActor)), "parent");

        Sys.Stop(parent);

        ExpectMsg("child");
        ExpectMsg("parent");
    }

    [Fact]
    public void A_name_is_free_again_after_the_end()
    {
        var first = ActorOf<BlackHoleActor>("name");
        Watch(first);
        Assert.Throws<InvalidActorNameException>(() => ActorOf<BlackHoleActor>("name"));
        Sys.Stop(first);
        ExpectTerminated(first);

        var second = ActorRefs.Nobody as IActorRef;
        AwaitAssert(() => second = ActorOf<SimpleEchoActor>("name")); // the parent may learn of the end later than we do

        Assert.NotEqual(first, second);
        Assert.Equal(first.Path.ToString(), second.Path.ToString());
        second.Tell("hello");
        ExpectMsg("hello");
    }

    private sealed record WatchWith(IActorRef Actor, object Message);

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef listener)
        {
            Receive<WatchWith>(watch =>
            {
                Context.WatchWith(watch.Actor, watch.Message);
                listener.Tell("watching");
            });
            ReceiveAny(listener.Tell);
        }
    }

    private sealed class Deaf : ReceiveActor
    {
        public Deaf(IActorRef listener) => Receive<IActorRef>(actor =>
        {
            Context.Watch(actor);
            listener.Tell("watching");
        });
    }

    private sealed class Family : UntypedActor
    {
        private readonly IActorRef _listener;

        public Family(IActorRef listener)
        {
            _listener = listener;
            if (Self.Path.Name == "parent")
                Context.ActorOf(Props.Create(() => new Family(listener)), "child");
        }

        protected override void OnReceive(object message) { }

        protected override void PostStop() => _listener.Tell(Self.Path.Name);
    }
}
