using Akka.Actor;
using Akka.TestKit.TestActors;

namespace Akka.TestKit.Tests;

/// <summary>Actors that a test looks into.</summary>
public sealed class TestActorRefTests : Xunit2.TestKit
{
    [Fact]
    public void The_instance_is_there_and_shows_what_a_message_did()
    {
        var counter = ActorOfAsTestActorRef<Counter>("counter");

        counter.Tell(2);
        counter.Tell(3);

        Assert.Equal(5, counter.UnderlyingActor.Sum);
        Assert.Equal("counter", counter.Path.Name);
    }

    [Fact]
    public void The_ref_is_the_actors()
    {
        var counter = ActorOfAsTestActorRef(() => new Counter());

        counter.Tell("who?", TestActor);

        ExpectMsgFrom(counter, "me");
        Assert.True(counter == LastSender);
        Assert.Equal(counter.Ref, LastSender);
    }

    [Fact]
    public void The_actor_is_the_child_of_its_supervisor()
    {
        var supervisor = ActorOf<BlackHoleActor>("supervisor");

        var counter = ActorOfAsTestActorRef<Counter>(supervisor, "child");

        Assert.Equal(supervisor.Path / "child", counter.Path);
    }

    [Fact]
    public void A_restart_brings_another_instance()
    {
        var counter = ActorOfAsTestActorRef<Counter>();
        var first = counter.UnderlyingActor;

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => counter.Tell(-1));

        AwaitAssert(() => Assert.NotSame(first, counter.UnderlyingActor));
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter()
        {
            Receive<int>(number => Sum += number >= 0 ? number : throw new InvalidOperationException("negative"));
            Receive<string>(_ => Sender.Tell("me"));
        }

        public int Sum { get; private set; }
    }
}
