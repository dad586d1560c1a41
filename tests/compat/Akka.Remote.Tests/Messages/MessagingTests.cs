using Akka.Actor;

namespace Akka.Remote.Tests.Messages;

/// <summary>Messages between two systems.</summary>
public sealed class MessagingTests : RemoteTest
{
    [Theory]
    [InlineData("127.0.0.2", "127.0.0.3")]
    [InlineData("::1", "::1")]
    public async Task An_actor_of_another_system_is_found_and_answers(string here, string there)
    {
        var (a, b) = (StartSystem("a", here), StartSystem("b", there));
        b.ActorOf<EchoActor>("echo");

        var echo = await Resolve(a, b, "/user/echo");

        Assert.Equal("hello", await echo.Ask<string>("hello", Patience));
        Assert.Equal(42, await echo.Ask<int>(42, Patience));
    }

    [Fact]
    public async Task Nobody_is_found_where_nobody_is()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));

        await Assert.ThrowsAsync<ActorNotFoundException>(() => Resolve(a, b, "/user/nobody"));
    }

    [Fact]
    public async Task Messages_from_one_actor_to_another_come_in_order()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        var target = await Resolve(a, b, $"/user/{listener.Ref.Path.Name}");

        for (var i = 0; i < 10_000; i++) target.Tell(i);

        for (var i = 0; i < 10_000; i++) Assert.Equal(i, await listener.Next<int>());
    }

    [Fact]
    public async Task A_ref_in_a_message_comes_home_as_the_actor_itself()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        b.ActorOf<EchoActor>("echo");
        var echo = await Resolve(a, b, "/user/echo");
        var own = a.ActorOf<EchoActor>("own");

        var back = await echo.Ask<IActorRef>(own, Patience);

        Assert.Same(own, back);
    }
}
