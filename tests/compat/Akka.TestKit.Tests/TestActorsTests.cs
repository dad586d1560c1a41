using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;

namespace Akka.TestKit.Tests;

/// <summary>The actors that come with TestKit.</summary>
public sealed class TestActorsTests : Xunit2.TestKit
{
    [Fact]
    public void The_echo_answers_its_sender_and_tells_the_test_actor()
    {
        var (echo, probe) = (ActorOf(EchoActor.Props(this)), CreateTestProbe());

        echo.Tell("hello", probe);

        ExpectMsg("hello");
        probe.ExpectMsg("hello");
    }

    [Fact]
    public void The_forwarder_keeps_the_sender()
    {
        var (target, probe) = (CreateTestProbe(), CreateTestProbe());
        var forwarder = ActorOf(ForwardActor.Props(target));

        forwarder.Tell("hello", probe);

        target.ExpectMsgFrom(probe, "hello");
    }

    [Fact]
    public void The_black_hole_handles_everything()
    {
        var hole = ActorOf(BlackHoleActor.Props);
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        hole.Tell("hello");
        hole.Tell(new Identify("fence"));

        ExpectMsg<ActorIdentity>();
    }

    [Fact]
    public void The_unhandled_message_actor_handles_nothing()
    {
        var actor = ActorOf<UnhandledMessageActor>();
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        actor.Tell("hello");

        Assert.Equal("hello", ExpectMsg<UnhandledMessage>().Message);
    }
}
