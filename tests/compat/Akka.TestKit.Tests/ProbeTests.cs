using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

/// <summary>Test actors with expectations of their own.</summary>
public sealed class ProbeTests : Xunit2.TestKit
{
    [Fact]
    public void A_probe_has_its_own_messages()
    {
        var (a, b) = (CreateTestProbe(), CreateTestProbe());

        a.Tell("for a");
        b.Tell("for b");

        a.ExpectMsg("for a");
        b.ExpectMsg("for b");
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_probe_sees_who_sent_and_replies_to_it()
    {
        var (client, server) = (CreateTestProbe(), CreateTestProbe());

        client.Send(server, "question");      // client -> server
        server.ExpectMsgFrom(client, "question");
        server.Reply("answer");               // server -> client

        client.ExpectMsgFrom(server, "answer");
        Assert.Equal(server.Ref, client.Sender);
    }

    [Fact]
    public void A_probe_forwards_in_the_name_of_the_sender()
    {
        var (client, relay, server) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        client.Send(relay, "one");
        relay.ExpectMsg("one");

        relay.Forward(server);
        relay.Forward(server, "two");

        server.ExpectMsgFrom(client, "one");
        server.ExpectMsgFrom(client, "two");
    }

    [Fact]
    public void A_probe_stands_in_wherever_an_actor_does()
    {
        var probe = CreateTestProbe();
        IActorRef actor = probe;
        var echo = ActorOf<SimpleEchoActor>();

        echo.Tell("hello", actor);

        probe.ExpectMsgFrom(echo, "hello");
        Assert.Equal(probe.Ref, actor);
        Assert.True(actor.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(actor));
        Assert.Equal(probe.Ref.Path, actor.Path);
        Assert.Equal(probe.Ref.GetHashCode(), actor.GetHashCode());
    }

    [Fact]
    public void A_probe_sees_the_end_of_what_it_watches()
    {
        var probe = CreateTestProbe();
        var mortal = ActorOf<BlackHoleActor>();
        probe.Watch(mortal);

        Sys.Stop(mortal);

        Assert.Equal(mortal, probe.ExpectTerminated(mortal).ActorRef);
    }

    [Fact]
    public async Task A_probe_does_not_see_the_end_of_what_it_watches_no_more()
    {
        var probe = CreateTestProbe();
        var (mortal, witness) = (ActorOf<BlackHoleActor>(), CreateTestProbe());
        await probe.WatchAsync(mortal);
        await probe.UnwatchAsync(mortal);
        await witness.WatchAsync(mortal);

        Sys.Stop(mortal);

        await witness.ExpectTerminatedAsync(mortal);
        probe.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_end_of_another_actor_fails_the_test()
    {
        var (expected, ended) = (ActorOf<BlackHoleActor>(), ActorOf<BlackHoleActor>());
        Watch(expected);
        Watch(ended);

        Sys.Stop(ended);

        Assert.ThrowsAny<XunitException>(() => ExpectTerminated(expected));
    }

    [Fact]
    public async Task A_probe_can_be_watched_and_stopped()
    {
        var probe = CreateTestProbe();
        Watch(probe);

        Sys.Stop(probe);

        await ExpectTerminatedAsync(probe);
    }

    [Fact]
    public void A_probe_supervises_its_children_by_the_strategy_it_is_given()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf<Fragile>("child", Akka.Actor.SupervisorStrategy.StoppingStrategy);
        probe.Watch(child);
        Assert.Equal(probe.Ref.Path / "child", child.Path);

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => child.Tell("break"));

        probe.ExpectTerminated(child);
    }

    [Fact]
    public void A_probe_restarts_a_child_without_a_strategy_of_its_own()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf<Fragile>();

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => child.Tell("break"));
        probe.Send(child, "alive?");

        probe.ExpectMsg("alive?");
    }

    [Fact]
    public void A_probe_has_the_name_it_is_given() => Assert.Equal("listener", CreateTestProbe("listener").Ref.Path.Name);

    [Fact]
    public void A_test_actor_of_another_name_fills_the_queue_of_the_test()
    {
        var other = CreateTestActor("other");

        other.Tell("hello");

        ExpectMsg("hello");
        Assert.Equal("other", other.Path.Name);
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile()
        {
            Receive<string>(text => text == "break", _ => throw new InvalidOperationException("broken"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
