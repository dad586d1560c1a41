using Akka.Actor;

namespace Akka.TestKit.Tests;

/// <summary>Actors on the thread of whoever sends to them.</summary>
public sealed class CallingThreadDispatcherTests : Xunit2.TestKit
{
    [Fact]
    public void A_message_has_been_handled_when_tell_returns()
    {
        var threads = new List<int>();
        var actor = ActorOf(Props.Create(() => new Notes(threads)).WithDispatcher(CallingThreadDispatcher.Id));

        actor.Tell("a");
        actor.Tell("b");

        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_message_is_in_the_queue_of_a_test_actor_when_tell_returns()
    {
        var probe = CreateTestProbe();

        probe.Tell("a");

        Assert.True(probe.HasMessages);
    }

    [Fact]
    public void An_actor_that_sends_to_itself_comes_to_an_end_without_growing_the_stack()
    {
        var actor = ActorOf(Props.Create(() => new CountDown()).WithDispatcher(CallingThreadDispatcher.Id));

        actor.Tell(100_000);

        Assert.Equal("zero", ExpectMsg<string>());
    }

    private sealed class Notes : ReceiveActor
    {
        public Notes(List<int> threads) => ReceiveAny(_ => threads.Add(Environment.CurrentManagedThreadId));
    }

    private sealed class CountDown : ReceiveActor
    {
        public CountDown() => Receive<int>(number =>
        {
            if (number == 0)
                Sender.Tell("zero");
            else
                Self.Forward(number - 1);
        });
    }
}
