using Akka.Actor;
using Akka.TestKit.TestActors;

namespace Akka.TestKit.Tests;

/// <summary>Who sends what a test tells without naming a sender.</summary>
public sealed class ImplicitSenderTests : Xunit2.TestKit
{
    [Fact]
    public void The_test_actor_is_the_sender()
    {
        var echo = ActorOf<SimpleEchoActor>();

        echo.Tell("hello");

        ExpectMsgFrom(echo, "hello");
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_behind_an_await_as_well()
    {
        var echo = ActorOf<SimpleEchoActor>();
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            echo.Tell(i);
            await ExpectMsgAsync(i);
        }
        await Task.Run(() => { });

        echo.Tell("last");

        await ExpectMsgFromAsync(echo, "last");
    }

    [Fact]
    public void The_test_actor_is_the_sender_after_an_actor_ran_on_the_tests_thread()
    {
        var echo = ActorOf(SimpleEchoActor.Props().WithDispatcher(CallingThreadDispatcher.Id));
        var probe = CreateTestProbe();
        echo.Tell("first", probe);

        echo.Tell("second");

        probe.ExpectMsg("first");
        ExpectMsg("second");
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_in_every_attempt_of_an_assertion()
    {
        var counter = ActorOf(Props.Create(() => new Counter()));

        await AwaitAssertAsync(async () =>
        {
            counter.Tell("next");
            Assert.Equal(3, await ExpectMsgAsync<int>());
        }, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_each_time_a_condition_is_asked()
    {
        var counter = ActorOf(Props.Create(() => new Counter()));

        await AwaitConditionAsync(async () =>
        {
            counter.Tell("next");
            return await ExpectMsgAsync<int>() == 3;
        }, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_probe_made_in_between_does_not_become_the_sender()
    {
        var echo = ActorOf<SimpleEchoActor>();
        CreateTestProbe();

        echo.Tell("hello");

        ExpectMsg("hello");
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter() => ReceiveAny(_ => Sender.Tell(++_count));
    }
}

/// <summary>A test class that wants no implicit sender.</summary>
public sealed class NoImplicitSenderTests : Xunit2.TestKit, INoImplicitSender
{
    [Fact]
    public void Nobody_is_the_sender()
    {
        var probe = CreateTestProbe();

        probe.Tell("hello");

        probe.ExpectMsg("hello");
        Assert.NotEqual(TestActor, probe.LastSender);
    }
}
